/* The file that shows that the package really runs: nobody can look into a protected lsass. */
#ifndef ADSYNC_ALIVE_H
#define ADSYNC_ALIVE_H

#include "identity.h"
#include "keyholder.h"
#include "package.h"
#include "spool.h"

/* only_hashes: passwords themselves are never sealed, whatever the key set says. */
void alive_write(struct spool *spool, const struct package *package, const struct boot *boot, uint64_t started,
                 const struct keyholder *keys, bool only_hashes);

#endif
