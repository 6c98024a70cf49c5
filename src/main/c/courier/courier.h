/* The courier: carries sealed records from the spool to the master. It can read none of them. */
#ifndef ADSYNC_COURIER_H
#define ADSYNC_COURIER_H

#include "backoff.h"
#include "batch.h"
#include "credential.h"
#include "exchange.h"
#include "log.h"
#include "masters.h"
#include "settings.h"
#include "stuck.h"

#define COURIER_VERSION "1.0.0"
#define ENROL_EVERY_MILLISECONDS 5000

struct courier {
    struct settings settings;
    wchar_t state[MAX_PATH]; /* the courier's own folder */
    uint32_t request_seconds;
    uint32_t heartbeat_seconds;
    struct log log;
    struct credential credential;
    struct masters masters;
    struct backoff backoff;
    uint64_t deliver_at; /* GetTickCount64 */
    uint64_t heartbeat_at;
    uint64_t renew_at;
    uint64_t enrol_at;
    uint64_t master_time; /* FILETIME, as the master told it last; 0 if it never did */
    struct stuck stuck; /* until the first heartbeat at which nothing else waits */
    HANDLE stop; /* set when there is to be no other request; NULL if nobody will say so */
    size_t most_lines; /* of a batch; halved while the master finds it too large */
};

/* Reads the settings and opens the credential; false, logged or not, if there is nothing to work with. */
bool courier_open(struct courier *courier, bool echo);
void courier_close(struct courier *courier);

/* One round: enrols, beats, renews, delivers, whatever is due; told to stop, it ends with the request under way. */
void courier_round(struct courier *courier);

/* A request to the current master; turns to the next one if there is no answer. */
enum exchange_outcome courier_post(struct courier *courier, const wchar_t *path, const char *body, size_t length,
                                   struct answer *answer);

/* Sends a batch of what waits; nothing if nothing does. */
void courier_deliver(struct courier *courier);

/* Tells the master how this domain controller is, and takes what it answers. */
void courier_beat(struct courier *courier);

/* Enrols if a token was left in the folder; the token is used once. */
void courier_enrol(struct courier *courier);

/* Asks for a new certificate when two thirds of the present one's life are over. */
void courier_renew(struct courier *courier);

/* Takes pins, addresses and a newer key set from an answer. */
void courier_take_policy(struct courier *courier, struct json answer);

#endif
