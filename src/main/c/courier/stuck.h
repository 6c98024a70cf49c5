/* Files that can neither be deleted nor go to quarantine: they stay, and are passed over, so that they hold up no other. */
#ifndef ADSYNC_STUCK_H
#define ADSYNC_STUCK_H

#include "queue.h"

#define STUCK_MOST 256

struct stuck {
    wchar_t names[STUCK_MOST][QUEUE_NAME_UNITS];
    size_t count;
};

/* One more than there is room for is tried again at once. */
void stuck_add(struct stuck *stuck, const wchar_t *name);

/* Takes them out of what waits. */
void stuck_pass_over(const struct stuck *stuck, struct queue *queue);

#endif
