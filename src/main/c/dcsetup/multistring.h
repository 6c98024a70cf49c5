/* A registry list of names (REG_MULTI_SZ): each ends with a zero unit, the list with one more. */
#ifndef ADSYNC_MULTISTRING_H
#define ADSYNC_MULTISTRING_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#define MULTISTRING_MOST_UNITS 4096

struct multistring {
    wchar_t units[MULTISTRING_MOST_UNITS];
    size_t length; /* in units, the last zero included */
};

/* Takes what the registry gave; repairs missing zeros at the end. False if it is too long. */
bool multistring_take(struct multistring *list, const wchar_t *units, size_t length);

size_t multistring_count(const struct multistring *list);

/* Names are compared without case, as Windows does with modules. */
bool multistring_contains(const struct multistring *list, const wchar_t *name);

/* Adds the name at the end unless it is there. False if it does not fit. */
bool multistring_append(struct multistring *list, const wchar_t *name);

/* Removes the name wherever it stands; every other name stays as it was. */
void multistring_remove(struct multistring *list, const wchar_t *name);

#endif
