/* The list of notification packages that lsass loads. It belongs to others too. */
#ifndef ADSYNC_PACKAGES_H
#define ADSYNC_PACKAGES_H

#include "multistring.h"

#define PACKAGE_NAME L"pwc1"

enum packages_outcome {
    PACKAGES_DONE,
    PACKAGES_ALREADY,
    PACKAGES_UNREADABLE,
    PACKAGES_WOULD_BE_EMPTY,
    PACKAGES_DENIED
};

/* False if there is no list, or it is not a list: then nothing may be written either. */
bool packages_read(struct multistring *list);

/* Puts our name last; the list before is kept under our own key. */
enum packages_outcome packages_add(void);

/* Takes our name out, and only that. */
enum packages_outcome packages_remove(void);

const char *packages_words(enum packages_outcome outcome);

#endif
