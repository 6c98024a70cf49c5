/* The master's answer to a batch: one line per event. */
#ifndef ADSYNC_ANSWERS_H
#define ADSYNC_ANSWERS_H

#include <stddef.h>

enum event_status { EVENT_ACCEPTED, EVENT_DUPLICATE, EVENT_STALE, EVENT_IGNORED, EVENT_REJECTED, EVENT_UNKNOWN };

struct event_answer {
    char id[65];
    enum event_status status;
    char why[128]; /* empty if not said */
};

/* Takes the next line off the text; false at its end. A line that cannot be read has an empty id. */
int answers_next(const char **text, size_t *length, struct event_answer *answer);

const char *event_status_name(enum event_status status);

#endif
