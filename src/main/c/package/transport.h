/* RSA-OAEP-256 (RFC 7518, 4.3): a content key encrypted for the owner of an RSA key. */
#ifndef ADSYNC_TRANSPORT_H
#define ADSYNC_TRANSPORT_H

#include "keyset.h"

bool transport_content_key(const struct sealing_key *key, const uint8_t content_key[AES256_KEY_BYTES],
                           uint8_t encrypted[RSA_MOST_BYTES], size_t *length);

#endif
