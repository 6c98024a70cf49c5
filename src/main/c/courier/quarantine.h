/* What the master rejected, kept for a week so that somebody can look at it. */
#ifndef ADSYNC_QUARANTINE_H
#define ADSYNC_QUARANTINE_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* Moves a file there, below the courier's own folder; its week begins. False, with GetLastError, if it cannot be moved. */
bool quarantine_put(const wchar_t *state, const wchar_t *name, const wchar_t *from);

/* Deletes those whose week is over; how many are left. */
size_t quarantine_tidy(const wchar_t *state);

#endif
