#include "jwe.h"

#include "agreement.h"
#include "content.h"
#include "transport.h"

#include <windows.h>
#include <string.h>

#define HEADER_MOST_BYTES 1024

/* The content key, and what its reader needs to find it. */
struct wrapped {
    uint8_t content_key[AES256_KEY_BYTES];
    uint8_t ephemeral[P256_POINT_BYTES];
    uint8_t encrypted_key[RSA_MOST_BYTES];
    size_t encrypted_key_length;
};

static bool wrap(const struct sealing_key *key, struct wrapped *wrapped)
{
    wrapped->encrypted_key_length = 0;
    if (key->algorithm == SEAL_ECDH_ES) {
        return agree_content_key(key->point, wrapped->ephemeral, wrapped->content_key);
    }
    return random_bytes(wrapped->content_key, sizeof wrapped->content_key)
           && transport_content_key(key, wrapped->content_key, wrapped->encrypted_key,
                                    &wrapped->encrypted_key_length);
}

static void write_header(const struct sealing_key *key, const struct wrapped *wrapped, const char *claim,
                         struct text *header)
{
    text_string(header, "{\"alg\":\"");
    text_string(header, key->algorithm == SEAL_ECDH_ES ? "ECDH-ES" : "RSA-OAEP-256");
    text_string(header, "\",\"enc\":\"A256GCM\",\"typ\":\"pwc+jwe\",\"kid\":");
    text_json_string(header, key->id, strlen(key->id));
    if (key->algorithm == SEAL_ECDH_ES) {
        text_string(header, ",\"epk\":{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"");
        text_base64url(header, wrapped->ephemeral, P256_COORDINATE_BYTES);
        text_string(header, "\",\"y\":\"");
        text_base64url(header, wrapped->ephemeral + P256_COORDINATE_BYTES, P256_COORDINATE_BYTES);
        text_string(header, "\"}");
    }
    text_string(header, ",\"pwc\":");
    text_string(header, claim);
    text_string(header, "}");
}

static bool write_parts(const struct sealing_key *key, const struct wrapped *wrapped, const char *claim,
                        const void *payload, size_t length, struct text *jwe)
{
    char header_bytes[HEADER_MOST_BYTES];
    uint8_t nonce[GCM_NONCE_BYTES];
    uint8_t tag[GCM_TAG_BYTES];
    uint8_t sealed[JWE_PAYLOAD_MOST_BYTES];
    struct text header;
    text_start(&header, header_bytes, sizeof header_bytes);
    write_header(key, wrapped, claim, &header);
    if (header.overflowed || !random_bytes(nonce, sizeof nonce)) {
        return false;
    }
    size_t start = jwe->length;
    text_base64url(jwe, header_bytes, header.length);
    if (jwe->overflowed
        || !encrypt_content(wrapped->content_key, nonce, jwe->bytes + start, jwe->length - start, payload, length,
                            sealed, tag)) {
        return false;
    }
    text_string(jwe, ".");
    text_base64url(jwe, wrapped->encrypted_key, wrapped->encrypted_key_length);
    text_string(jwe, ".");
    text_base64url(jwe, nonce, sizeof nonce);
    text_string(jwe, ".");
    text_base64url(jwe, sealed, length);
    text_string(jwe, ".");
    text_base64url(jwe, tag, sizeof tag);
    return !jwe->overflowed;
}

bool jwe_seal(const struct sealing_key *key, const char *claim, const void *payload, size_t length,
              struct text *jwe)
{
    struct wrapped wrapped;
    bool done = length <= JWE_PAYLOAD_MOST_BYTES && wrap(key, &wrapped)
                && write_parts(key, &wrapped, claim, payload, length, jwe);
    SecureZeroMemory(&wrapped, sizeof wrapped);
    return done;
}
