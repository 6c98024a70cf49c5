/* A salted, slow hash of a password, as a PHC string. */
#ifndef ADSYNC_STRONG_HASH_H
#define ADSYNC_STRONG_HASH_H

#include "text.h"

/* "$pbkdf2-sha512$i=<rounds>$<salt>$<hash>": 16 and 64 bytes in unpadded classic base64. */
bool strong_hash(const char *password, size_t length, uint32_t rounds, struct text *phc);

#endif
