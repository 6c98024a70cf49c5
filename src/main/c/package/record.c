#include "record.h"

#include "clock.h"

#include <windows.h>

#define DEFAULT_ROUNDS 210000

static bool make_payload(const struct record_frame *frame, const struct change *change, struct text *payload,
                         enum miss_reason *reason)
{
    const struct key_set *set = &frame->keys->set;
    enum payload_mode mode = frame->settings->force_phc ? PAYLOAD_PHC : set->mode;
    uint32_t rounds = set->mode == PAYLOAD_PHC ? set->rounds : DEFAULT_ROUNDS;
    enum payload_outcome outcome = payload_write(change, mode, rounds, frame->room->utf8, payload);
    *reason = outcome == PAYLOAD_NOT_TEXT ? MISS_ENCODING : MISS_FAULT;
    return outcome == PAYLOAD_WRITTEN;
}

static bool seal(const struct record_frame *frame, const struct sealing_key *key, const struct change *change,
                 struct text *jwe, enum miss_reason *reason)
{
    char claim_bytes[CLAIM_MOST_BYTES];
    struct text claim;
    struct text payload;
    text_start(&claim, claim_bytes, sizeof claim_bytes);
    text_start(&payload, frame->room->payload, sizeof frame->room->payload);
    bool done = make_payload(frame, change, &payload, reason);
    if (done) {
        *reason = MISS_NO_KEY;
        done = write_claim(frame->settings, frame->boot, change->filetime, change->rid, &claim)
               && text_finish(&claim) && jwe_seal(key, claim.bytes, payload.bytes, payload.length, jwe);
    }
    SecureZeroMemory(frame->room->payload, sizeof frame->room->payload);
    return done;
}

bool record_write(const struct record_frame *frame, const struct change *change, enum miss_reason *reason)
{
    const struct sealing_key *key = keyholder_key(frame->keys, unix_seconds(filetime_now()));
    struct text jwe;
    *reason = change->faulted ? MISS_FAULT : MISS_NO_KEY;
    if (change->faulted || key == NULL) {
        return false;
    }
    if (!spool_has_room(frame->spool)) {
        *reason = MISS_SPOOL_FULL; /* before a hash that costs a third of a second */
        return false;
    }
    frame->boot->sequence++;
    text_start(&jwe, frame->room->jwe, sizeof frame->room->jwe);
    if (!seal(frame, key, change, &jwe, reason)) {
        return false;
    }
    enum spool_outcome outcome = spool_write(frame->spool, change->filetime, frame->boot->sequence, L".pwe",
                                             jwe.bytes, jwe.length);
    *reason = outcome == SPOOL_FULL ? MISS_SPOOL_FULL : MISS_SPOOL_ERROR;
    return outcome == SPOOL_WRITTEN;
}
