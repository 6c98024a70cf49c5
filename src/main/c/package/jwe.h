/* Compact JWE (RFC 7516), one way: what is written here only the provider can read. */
#ifndef ADSYNC_JWE_H
#define ADSYNC_JWE_H

#include "keyset.h"
#include "text.h"

#include <stdbool.h>
#include <stddef.h>

#define JWE_PAYLOAD_MOST_BYTES 2560

/*
 * Encrypts the payload for the key and writes the JWE. claim is a JSON object for the header's member "pwc":
 * readable by anyone, changeable by nobody. False if the system's cryptography refuses or it does not fit.
 */
bool jwe_seal(const struct sealing_key *key, const char *claim, const void *payload, size_t length,
              struct text *jwe);

#endif
