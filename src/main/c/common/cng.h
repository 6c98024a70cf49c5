/* The few cryptographic operations that are needed, through Windows' own CNG (bcrypt.dll). */
#ifndef ADSYNC_CNG_H
#define ADSYNC_CNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_BYTES 32
#define P256_COORDINATE_BYTES 32
#define P256_POINT_BYTES 64     /* x, then y */
#define ES256_SIGNATURE_BYTES 64 /* r, then s */
#define AES256_KEY_BYTES 32
#define GCM_NONCE_BYTES 12
#define GCM_TAG_BYTES 16

/* Random bytes of the system's generator; false only if the system refuses. */
bool random_bytes(void *out, size_t length);

bool sha256(const void *bytes, size_t length, uint8_t digest[SHA256_BYTES]);

/* Whether the signature (ECDSA, P-256, SHA-256) over the bytes is by the owner of the public point. */
bool es256_verify(const uint8_t point[P256_POINT_BYTES], const void *bytes, size_t length,
                  const uint8_t signature[ES256_SIGNATURE_BYTES]);

#endif
