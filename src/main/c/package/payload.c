#include "payload.h"

#include "strong_hash.h"
#include "utf8.h"

#include <windows.h>

static bool write_password(const char *utf8, size_t length, enum payload_mode mode, uint32_t rounds,
                           struct text *payload)
{
    if (mode == PAYLOAD_PHC) {
        text_string(payload, ",\"phc\":\"");
        if (!strong_hash(utf8, length, rounds, payload)) {
            return false;
        }
    } else {
        text_string(payload, ",\"pw\":\"");
        text_base64url(payload, utf8, length);
    }
    text_string(payload, "\"}");
    return true;
}

static void pad(struct text *payload)
{
    while (!payload->overflowed && payload->length % PAYLOAD_BLOCK_BYTES != 0) {
        text_put(payload, " ", 1);
    }
}

enum payload_outcome payload_write(const struct change *change, enum payload_mode mode, uint32_t rounds,
                                   char utf8[PAYLOAD_UTF8_MOST_BYTES], struct text *payload)
{
    size_t length;
    if (!utf8_from_utf16(change->name, change->name_units, utf8, PAYLOAD_UTF8_MOST_BYTES, &length)) {
        return PAYLOAD_NOT_TEXT;
    }
    text_string(payload, "{\"sam\":\"");
    text_base64url(payload, utf8, length);
    text_string(payload, "\"");
    enum payload_outcome outcome = PAYLOAD_NOT_TEXT;
    if (utf8_from_utf16(change->password, change->password_units, utf8, PAYLOAD_UTF8_MOST_BYTES, &length)) {
        bool written = write_password(utf8, length, mode, rounds, payload);
        pad(payload);
        outcome = written && !payload->overflowed ? PAYLOAD_WRITTEN : PAYLOAD_FAILED;
    }
    SecureZeroMemory(utf8, PAYLOAD_UTF8_MOST_BYTES);
    return outcome;
}
