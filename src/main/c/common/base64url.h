/* Base64 for URLs, unpadded (RFC 4648, 5): the only encoding JOSE uses. */
#ifndef ADSYNC_BASE64URL_H
#define ADSYNC_BASE64URL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes strictly: no padding, no white space, no set bits left over. False if malformed or too long. */
bool base64url_decode(const char *text, size_t length, uint8_t *out, size_t capacity, size_t *decoded);

/* As above, for a value whose length is known. */
bool base64url_decode_exactly(const char *text, size_t length, uint8_t *out, size_t expected);

#endif
