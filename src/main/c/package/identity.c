#include "identity.h"

#define EVENT_ID_BYTES 16

bool write_identity(const struct settings *settings, uint64_t filetime, uint32_t rid, struct text *text)
{
    uint8_t id[EVENT_ID_BYTES];
    if (!random_bytes(id, sizeof id)) {
        return false;
    }
    text_string(text, "\"id\":\"");
    text_hex_bytes(text, id, sizeof id);
    text_string(text, "\",\"sid\":\"");
    text_string(text, settings->domain_sid);
    text_string(text, "-");
    text_decimal(text, rid);
    /* A string: as a number it would not survive readers that know only doubles. */
    text_string(text, "\",\"ft\":\"");
    text_decimal(text, filetime);
    text_string(text, "\",\"dc\":\"");
    text_string(text, settings->dc);
    text_string(text, "\"");
    return true;
}

bool write_claim(const struct settings *settings, const struct boot *boot, uint64_t filetime, uint32_t rid,
                 struct text *claim)
{
    text_string(claim, "{\"v\":1,");
    bool done = write_identity(settings, filetime, rid, claim);
    text_string(claim, ",\"boot\":\"");
    text_hex_bytes(claim, boot->id, sizeof boot->id);
    text_string(claim, "\",\"seq\":");
    text_decimal(claim, boot->sequence);
    text_string(claim, "}");
    return done && !claim->overflowed;
}
