/* How long to wait after a failure. */
#ifndef ADSYNC_BACKOFF_H
#define ADSYNC_BACKOFF_H

#include <stdint.h>

struct backoff {
    unsigned failures; /* in a row */
};

void backoff_reset(struct backoff *backoff);

/*
 * Milliseconds until the next try: 1, 2, 4 ... 60 s, spread by chance from half of that to all of it, and never
 * less than what the master asked for (seconds, 0 if it did not; capped at an hour).
 */
uint32_t backoff_next(struct backoff *backoff, uint32_t asked_seconds, uint32_t chance);

#endif
