/* When the package must not be installed. */
#ifndef ADSYNC_REFUSAL_H
#define ADSYNC_REFUSAL_H

#include "facts.h"

/* Why not, in words for the administrator; NULL if nothing speaks against it. */
const char *refusal(const struct facts *facts, enum signature package);

#endif
