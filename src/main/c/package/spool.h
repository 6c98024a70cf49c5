/* The folder through which the package hands sealed records to the courier. */
#ifndef ADSYNC_SPOOL_H
#define ADSYNC_SPOOL_H

#include <windows.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Room kept for files without a secret, so that a full spool can still be reported. */
#define MISS_FILES_RESERVE 1000

enum spool_outcome { SPOOL_WRITTEN, SPOOL_FULL, SPOOL_ERROR };

struct spool {
    const wchar_t *folder;
    uint64_t most_files;
    uint64_t most_bytes;
    uint64_t files; /* as last counted, plus what was written since */
    uint64_t bytes;
    uint64_t counted; /* FILETIME of the last count, 0: never */
};

/* Whether it takes a record, of whatever size: to be asked before one is made. */
bool spool_has_room(struct spool *spool);

/* Writes a record under its final name at once or not at all. The extension is .pwe or .miss. */
enum spool_outcome spool_write(struct spool *spool, uint64_t filetime, uint32_t sequence, const wchar_t *extension,
                               const char *bytes, size_t length);

/* Replaces a file that is not a record and not counted. */
bool spool_replace(struct spool *spool, const wchar_t *name, const char *bytes, size_t length);

#endif
