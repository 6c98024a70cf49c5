/* Where the masters are and how they are recognised; given at enrolment and renewed by heartbeats. */
#ifndef ADSYNC_MASTERS_H
#define ADSYNC_MASTERS_H

#include "exchange.h"
#include "json.h"

#define MOST_MASTERS 4
#define MASTERS_MOST_BYTES 4096

struct masters {
    size_t count;
    struct master_address addresses[MOST_MASTERS];
    size_t current;
    struct pins pins;
};

/* "host:port" or "[address]:port". */
bool master_address_parse(const char *text, struct master_address *address);

/* From and to master.json in the folder. */
bool masters_read(const wchar_t *folder, struct masters *masters);
bool masters_write(const wchar_t *folder, const struct masters *masters);

/* Takes "pins" and "masters" of an answer, each only if it is whole; true if anything is new. */
bool masters_take(struct masters *masters, struct json answer);

/* The next one in the list, after a failure. */
void masters_turn(struct masters *masters);

#endif
