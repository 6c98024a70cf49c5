/* Putting the package and the courier on a domain controller, and taking them away. */
#ifndef ADSYNC_INSTALL_H
#define ADSYNC_INSTALL_H

#include "options.h"

/* Each says on the console what it did, and returns the exit code of the program. */
int install(const struct options *options);
int remove_all(const struct options *options);
int disarm(void);

#endif
