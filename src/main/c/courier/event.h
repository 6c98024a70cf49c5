/* What the courier may know of a record: its identity, from the header that is not secret. */
#ifndef ADSYNC_EVENT_H
#define ADSYNC_EVENT_H

#include "json.h"

#define EVENT_ID_CHARACTERS 64
#define EVENT_SID_CHARACTERS 128
#define EVENT_BOOT_CHARACTERS 32

struct event {
    char id[EVENT_ID_CHARACTERS + 1];
    char sid[EVENT_SID_CHARACTERS + 1];
    uint64_t filetime;
    char dc[64];
    char boot[EVENT_BOOT_CHARACTERS + 1]; /* empty if it does not say */
    uint64_t sequence;                    /* counts the changes of a boot, whatever the clock does */
};

/* From the header of a compact JWE; false if it is none of the package's. */
bool event_of_record(const char *jwe, size_t length, struct event *event);

/* From a line of a file of misses. */
bool event_of_miss(struct json miss, struct event *event);

#endif
