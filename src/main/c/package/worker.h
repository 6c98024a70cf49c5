/* The one thread of the package: seals what the callers left, writes it to the spool, and says that it lives. */
#ifndef ADSYNC_WORKER_H
#define ADSYNC_WORKER_H

#include "package.h"

#include <stdbool.h>

/* Starts the thread; false leaves the package passive. */
bool worker_start(struct package *package);

#endif
