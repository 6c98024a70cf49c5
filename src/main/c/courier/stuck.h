/* Files that can neither be deleted nor go to quarantine: they stay, and are passed over, so that they hold up no other. */
#ifndef ADSYNC_STUCK_H
#define ADSYNC_STUCK_H

#include "queue.h"

#define STUCK_MOST 256

struct stuck {
    wchar_t names[STUCK_MOST][QUEUE_NAME_UNITS];
    size_t count;
    bool alone; /* nothing else waited when they were passed over last */
};

/* One more than there is room for is tried again at once. */
void stuck_add(struct stuck *stuck, const wchar_t *name);

/* Takes them out of what waits. */
void stuck_pass_over(struct stuck *stuck, struct queue *queue);

/* Forgets them, unless others wait: before a master that takes longer to answer than one try follows another, they would never come to
 * their turn. */
void stuck_try_again(struct stuck *stuck);

#endif
