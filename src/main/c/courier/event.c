#include "event.h"

#include "base64url.h"

#include <string.h>

#define HEADER_MOST_BYTES 2048
#define SEPARATORS 4

/* A record of which the order is not known says so by an empty boot. */
static void read_order(struct json object, struct event *event)
{
    size_t length;
    event->sequence = 0;
    if (!json_member_string(object, "boot", event->boot, sizeof event->boot, &length)
        || !json_member_number(object, "seq", &event->sequence)) {
        event->boot[0] = '\0';
    }
}

static bool read_identity(struct json object, struct event *event)
{
    char filetime[24];
    size_t length;
    struct json digits = {filetime, 0};
    read_order(object, event);
    return json_member_string(object, "id", event->id, sizeof event->id, &length) && length > 0
           && json_member_string(object, "sid", event->sid, sizeof event->sid, &length) && length > 0
           && json_member_string(object, "dc", event->dc, sizeof event->dc, &length)
           && json_member_string(object, "ft", filetime, sizeof filetime, &digits.length)
           && json_whole_number(digits, &event->filetime);
}

/* Nothing that would have to be escaped when the record is put into a JSON string. */
static bool is_compact(const char *jwe, size_t length)
{
    static const char ALLOWED[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
    size_t dots = 0;
    for (size_t i = 0; i < length; i++) {
        if (jwe[i] == '\0' || strchr(ALLOWED, jwe[i]) == NULL) {
            return false;
        }
        dots += jwe[i] == '.';
    }
    return dots == SEPARATORS;
}

bool event_of_record(const char *jwe, size_t length, struct event *event)
{
    char header_text[HEADER_MOST_BYTES];
    size_t header_length;
    struct json header;
    struct json claim;
    if (!is_compact(jwe, length)) {
        return false;
    }
    const char *dot = memchr(jwe, '.', length);
    return base64url_decode(jwe, (size_t)(dot - jwe), (uint8_t *)header_text, sizeof header_text, &header_length)
           && json_parse(header_text, header_length, &header) && json_member_is(header, "typ", "pwc+jwe")
           && json_member(header, "pwc", &claim) && read_identity(claim, event);
}

bool event_of_miss(struct json miss, struct event *event)
{
    return read_identity(miss, event);
}
