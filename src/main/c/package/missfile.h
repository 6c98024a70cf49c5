/* Tells the courier which changes were lost, one line each. Nothing in it is a secret. */
#ifndef ADSYNC_MISSFILE_H
#define ADSYNC_MISSFILE_H

#include "identity.h"
#include "package.h"
#include "spool.h"

#define MISS_LINES_A_FILE 100
#define MISS_LINE_MOST_BYTES 384

/* Lines that are not in the spool yet; kept until they are. */
struct miss_file {
    char bytes[MISS_LINES_A_FILE * MISS_LINE_MOST_BYTES];
    size_t length;
    uint64_t filetime; /* of the first line */
    uint64_t retry_at;
};

/* Writes what is waiting, a hundred lines a file, unless the spool refuses. */
void miss_file_write(struct miss_file *file, struct package *package, const struct settings *settings,
                     struct boot *boot, struct spool *spool);

#endif
