/* ECDH-ES (RFC 7518, 4.6): a content key agreed with the owner of a P-256 key. */
#ifndef ADSYNC_AGREEMENT_H
#define ADSYNC_AGREEMENT_H

#include "cng.h"

/* A fresh key pair each time; its public point and the content key for A256GCM. */
bool agree_content_key(const uint8_t peer[P256_POINT_BYTES], uint8_t ephemeral[P256_POINT_BYTES],
                       uint8_t content_key[AES256_KEY_BYTES]);

#endif
