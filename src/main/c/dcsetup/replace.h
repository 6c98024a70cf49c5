/* Files that may be in use, as the package is while lsass runs: they cannot be overwritten or deleted, but renamed. */
#ifndef ADSYNC_REPLACE_H
#define ADSYNC_REPLACE_H

#include <stdbool.h>
#include <wchar.h>

/* Puts a copy of the first in the place of the second: wholly, or what was there stays. */
bool replace_file(const wchar_t *from, const wchar_t *to);

/* Deletes a file; one that is in use loses its name now, and goes when Windows starts the next time. */
bool replace_by_nothing(const wchar_t *path);

#endif
