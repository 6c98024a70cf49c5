#include "backoff.h"

#define FIRST_MILLISECONDS 1000u
#define MOST_MILLISECONDS 60000u
#define MOST_ASKED_SECONDS 3600u

void backoff_reset(struct backoff *backoff)
{
    backoff->failures = 0;
}

uint32_t backoff_next(struct backoff *backoff, uint32_t asked_seconds, uint32_t chance)
{
    uint32_t wait = MOST_MILLISECONDS;
    if (backoff->failures < 6) {
        wait = FIRST_MILLISECONDS << backoff->failures;
    }
    if (wait > MOST_MILLISECONDS) {
        wait = MOST_MILLISECONDS;
    }
    if (backoff->failures < UINT32_MAX) {
        backoff->failures++;
    }
    wait = wait / 2 + chance % (wait / 2 + 1);
    uint32_t asked = asked_seconds > MOST_ASKED_SECONDS ? MOST_ASKED_SECONDS : asked_seconds;
    return wait < asked * 1000 ? asked * 1000 : wait;
}
