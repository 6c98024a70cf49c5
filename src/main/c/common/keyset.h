/* The provider's public keys, signed by its offline root: the only thing that can make the package seal. */
#ifndef ADSYNC_KEYSET_H
#define ADSYNC_KEYSET_H

#include "cng.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define KEYSET_MOST_BYTES 16384
#define KEYSET_MOST_KEYS 8
#define KEY_ID_MOST_BYTES 64
#define RSA_MOST_BYTES 512
#define RSA_LEAST_BYTES 256

#define PBKDF2_LEAST_ROUNDS 100000
#define PBKDF2_MOST_ROUNDS 10000000

enum seal_algorithm { SEAL_ECDH_ES, SEAL_RSA_OAEP_256 };

/* What goes into the sealed payload: the password, or only a strong hash of it. */
enum payload_mode { PAYLOAD_SEAL, PAYLOAD_PHC };

struct sealing_key {
    enum seal_algorithm algorithm;
    char id[KEY_ID_MOST_BYTES + 1];
    uint64_t not_before;              /* seconds since 1970 */
    uint8_t point[P256_POINT_BYTES];  /* ECDH-ES */
    uint8_t modulus[RSA_MOST_BYTES];  /* RSA-OAEP-256, big-endian */
    size_t modulus_length;
    uint8_t exponent[8];
    size_t exponent_length;
};

struct key_set {
    uint64_t version; /* grows with every set the root signs */
    uint64_t expires; /* seconds since 1970 */
    enum payload_mode mode;
    uint32_t rounds; /* of PBKDF2, for PAYLOAD_PHC */
    size_t count;
    struct sealing_key keys[KEYSET_MOST_KEYS];
};

/*
 * Reads a compact JWS of type pwkeyset+jws. Its signature is verified before anything of it is parsed.
 * Keys with an algorithm that is not known are left out. False, and *set is unspecified, if the signature is
 * not the root's or the content is not a key set.
 */
bool key_set_open(const char *jws, size_t length, const uint8_t root[P256_POINT_BYTES], struct key_set *set);

/*
 * The newest key that is valid already; before all of them the earliest, for the clock is behind then, and a change that
 * is not sealed is lost. NULL if there is none.
 */
const struct sealing_key *key_set_pick(const struct key_set *set, uint64_t now);

#endif
