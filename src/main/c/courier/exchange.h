/* One HTTPS request to the master: nothing of the body leaves before the master's key has been recognised. */
#ifndef ADSYNC_EXCHANGE_H
#define ADSYNC_EXCHANGE_H

#include "pin.h"

#include <stdint.h>

#define ANSWER_MOST_BYTES (1 << 20)

struct master_address {
    char host[256];
    uint16_t port;
};

struct exchange {
    struct master_address master;
    const struct pins *pins;
    const CERT_CONTEXT *client; /* NULL: none is presented */
    const wchar_t *path;
    const wchar_t *content_type;
    const char *body;
    size_t body_length;
    uint32_t seconds; /* for all of it */
};

enum exchange_outcome {
    EXCHANGE_ANSWERED,
    EXCHANGE_UNREACHABLE, /* no connection, no TLS, or cut before the answer was complete */
    EXCHANGE_WRONG_PIN,
    EXCHANGE_SILENT /* the time is over; what the master did is not known */
};

struct answer {
    int status;
    uint32_t retry_after; /* seconds, 0 if not said */
    char *body;           /* released by answer_release */
    size_t length;
    uint32_t error; /* why there is none, as Windows numbers it; 0 if not known */
};

enum exchange_outcome exchange_run(const struct exchange *exchange, struct answer *answer);
void answer_release(struct answer *answer);
const char *exchange_name(enum exchange_outcome outcome);

#endif
