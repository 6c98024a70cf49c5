/* The caller's path: copies one change and returns. No allocation, no lock, no system call, no output. */
#ifndef ADSYNC_CAPTURE_H
#define ADSYNC_CAPTURE_H

#include "package.h"

#include <windows.h>
#include <ntsecapi.h>

/* Takes note of a change. The strings may be absent, hostile, or unreadable (then this raises). */
void capture(struct package *package, const UNICODE_STRING *name, uint32_t rid, const UNICODE_STRING *password);

#endif
