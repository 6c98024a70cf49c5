#include "keyset.h"

#include "base64url.h"
#include "json.h"

#include <string.h>

struct piece {
    const char *text;
    size_t length;
};

static bool split(const char *jws, size_t length, struct piece pieces[3])
{
    const char *end = jws + length;
    for (int i = 0; i < 2; i++) {
        const char *dot = memchr(jws, '.', (size_t)(end - jws));
        if (dot == NULL) {
            return false;
        }
        pieces[i] = (struct piece){jws, (size_t)(dot - jws)};
        jws = dot + 1;
    }
    pieces[2] = (struct piece){jws, (size_t)(end - jws)};
    return true;
}

static bool decode_json(struct piece piece, char *buffer, size_t capacity, struct json *value)
{
    size_t length;
    return base64url_decode(piece.text, piece.length, (uint8_t *)buffer, capacity, &length)
           && json_parse(buffer, length, value);
}

static bool plain_id(const char *id, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = id[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
                     || c == '_' || c == '.' || c == ':';
        if (!plain) {
            return false;
        }
    }
    return length > 0;
}

static bool read_bytes(struct json jwk, const char *name, uint8_t *out, size_t capacity, size_t *length)
{
    char text[RSA_MOST_BYTES * 4 / 3 + 4];
    size_t characters;
    return json_member_string(jwk, name, text, sizeof text, &characters)
           && base64url_decode(text, characters, out, capacity, length);
}

static bool read_point(struct json jwk, struct sealing_key *key)
{
    size_t x;
    size_t y;
    return json_member_is(jwk, "kty", "EC") && json_member_is(jwk, "crv", "P-256")
           && read_bytes(jwk, "x", key->point, P256_COORDINATE_BYTES, &x) && x == P256_COORDINATE_BYTES
           && read_bytes(jwk, "y", key->point + P256_COORDINATE_BYTES, P256_COORDINATE_BYTES, &y)
           && y == P256_COORDINATE_BYTES;
}

static bool read_modulus(struct json jwk, struct sealing_key *key)
{
    return json_member_is(jwk, "kty", "RSA")
           && read_bytes(jwk, "n", key->modulus, sizeof key->modulus, &key->modulus_length)
           && key->modulus_length >= RSA_LEAST_BYTES && key->modulus[0] >= 0x80
           && read_bytes(jwk, "e", key->exponent, sizeof key->exponent, &key->exponent_length)
           && key->exponent_length > 0;
}

static bool read_key(struct json jwk, struct sealing_key *key)
{
    size_t id_length;
    memset(key, 0, sizeof *key);
    if (!json_member_string(jwk, "kid", key->id, sizeof key->id, &id_length) || !plain_id(key->id, id_length)
        || !json_member_is(jwk, "use", "enc") || !json_member_number(jwk, "nbf", &key->not_before)) {
        return false;
    }
    if (json_member_is(jwk, "alg", "ECDH-ES")) {
        key->algorithm = SEAL_ECDH_ES;
        return read_point(jwk, key);
    }
    key->algorithm = SEAL_RSA_OAEP_256;
    return json_member_is(jwk, "alg", "RSA-OAEP-256") && read_modulus(jwk, key);
}

static bool read_policy(struct json payload, struct key_set *set)
{
    uint64_t rounds = 0;
    if (json_member_is(payload, "mode", "seal")) {
        set->mode = PAYLOAD_SEAL;
        return true;
    }
    if (!json_member_is(payload, "mode", "phc") || !json_member_number(payload, "rounds", &rounds)
        || rounds < PBKDF2_LEAST_ROUNDS || rounds > PBKDF2_MOST_ROUNDS) {
        return false;
    }
    set->mode = PAYLOAD_PHC;
    set->rounds = (uint32_t)rounds;
    return true;
}

static bool read_set(struct json payload, struct key_set *set)
{
    struct json keys;
    struct json jwk;
    memset(set, 0, sizeof *set);
    if (!json_member_number(payload, "ver", &set->version) || !json_member_number(payload, "exp", &set->expires)
        || !read_policy(payload, set) || !json_member(payload, "keys", &keys) || keys.text[0] != '[') {
        return false;
    }
    while (set->count < KEYSET_MOST_KEYS && json_next(&keys, &jwk)) {
        if (read_key(jwk, &set->keys[set->count])) {
            set->count++;
        }
    }
    return true;
}

bool key_set_open(const char *jws, size_t length, const uint8_t root[P256_POINT_BYTES], struct key_set *set)
{
    struct piece pieces[3];
    uint8_t signature[ES256_SIGNATURE_BYTES];
    char header_text[256];
    char payload_text[KEYSET_MOST_BYTES];
    struct json header;
    struct json payload;
    if (length > KEYSET_MOST_BYTES || !split(jws, length, pieces)) {
        return false;
    }
    size_t signed_length = pieces[0].length + 1 + pieces[1].length;
    return base64url_decode_exactly(pieces[2].text, pieces[2].length, signature, sizeof signature)
           && es256_verify(root, jws, signed_length, signature)
           && decode_json(pieces[0], header_text, sizeof header_text, &header)
           && json_member_is(header, "alg", "ES256") && json_member_is(header, "typ", "pwkeyset+jws")
           && decode_json(pieces[1], payload_text, sizeof payload_text, &payload) && read_set(payload, set);
}

const struct sealing_key *key_set_pick(const struct key_set *set, uint64_t now)
{
    const struct sealing_key *newest = NULL;
    const struct sealing_key *earliest = NULL;
    for (size_t i = 0; i < set->count; i++) {
        const struct sealing_key *key = &set->keys[i];
        if (key->not_before <= now && (newest == NULL || key->not_before > newest->not_before)) {
            newest = key;
        }
        if (earliest == NULL || key->not_before < earliest->not_before) {
            earliest = key;
        }
    }
    return newest != NULL ? newest : earliest;
}
