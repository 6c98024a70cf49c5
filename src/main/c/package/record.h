/* One change becomes one sealed file. */
#ifndef ADSYNC_RECORD_H
#define ADSYNC_RECORD_H

#include "identity.h"
#include "jwe.h"
#include "keyholder.h"
#include "package.h"
#include "payload.h"
#include "spool.h"

#define RECORD_MOST_BYTES 8192

/* Where a record takes shape; clear text is in it only during record_write. */
struct record_room {
    char utf8[PAYLOAD_UTF8_MOST_BYTES];
    char payload[JWE_PAYLOAD_MOST_BYTES];
    char jwe[RECORD_MOST_BYTES];
};

struct record_frame {
    const struct settings *settings;
    const struct keyholder *keys;
    struct boot *boot;
    struct spool *spool;
    struct record_room *room;
};

/* Seals the change and spools it; false, with the reason, if it is lost. */
bool record_write(const struct record_frame *frame, const struct change *change, enum miss_reason *reason);

#endif
