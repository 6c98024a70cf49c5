/* A256GCM: encryption of the content of a JWE. */
#ifndef ADSYNC_CONTENT_H
#define ADSYNC_CONTENT_H

#include "cng.h"

/* sealed has room for length bytes. */
bool encrypt_content(const uint8_t key[AES256_KEY_BYTES], const uint8_t nonce[GCM_NONCE_BYTES], const void *aad,
                     size_t aad_length, const void *plain, size_t length, uint8_t *sealed,
                     uint8_t tag[GCM_TAG_BYTES]);

#endif
