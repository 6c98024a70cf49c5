#include "answers.h"

#include "json.h"

#include <string.h>

static const char *const NAMES[] = {
    [EVENT_ACCEPTED] = "accepted", [EVENT_DUPLICATE] = "duplicate", [EVENT_STALE] = "stale",
    [EVENT_IGNORED] = "ignored",   [EVENT_REJECTED] = "rejected",   [EVENT_UNKNOWN] = "unknown",
};

static void read_answer(const char *line, size_t length, struct event_answer *answer)
{
    struct json object;
    size_t ignored;
    memset(answer, 0, sizeof *answer);
    answer->status = EVENT_UNKNOWN;
    if (!json_parse(line, length, &object)
        || !json_member_string(object, "id", answer->id, sizeof answer->id, &ignored)) {
        answer->id[0] = '\0';
        return;
    }
    if (!json_member_string(object, "why", answer->why, sizeof answer->why, &ignored)) {
        answer->why[0] = '\0';
    }
    for (int status = EVENT_ACCEPTED; status < EVENT_UNKNOWN; status++) {
        if (json_member_is(object, "st", NAMES[status])) {
            answer->status = (enum event_status)status;
        }
    }
}

int answers_next(const char **text, size_t *length, struct event_answer *answer)
{
    while (*length > 0 && (**text == '\n' || **text == '\r')) {
        (*text)++;
        (*length)--;
    }
    if (*length == 0) {
        return 0;
    }
    const char *newline = memchr(*text, '\n', *length);
    size_t line = newline == NULL ? *length : (size_t)(newline - *text);
    read_answer(*text, line, answer);
    *text += line;
    *length -= line;
    return 1;
}

const char *event_status_name(enum event_status status)
{
    return NAMES[status];
}
