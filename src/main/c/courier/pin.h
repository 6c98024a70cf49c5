/* What identifies a master: the SHA-256 of its public key (SubjectPublicKeyInfo), base64url. */
#ifndef ADSYNC_PIN_H
#define ADSYNC_PIN_H

#include <windows.h>
#include <wincrypt.h>
#include <stdbool.h>

#define PIN_CHARACTERS 43
#define MOST_PINS 4

struct pins {
    size_t count;
    char values[MOST_PINS][PIN_CHARACTERS + 1];
};

/* Adds a pin; false if it is malformed or there are too many. */
bool pins_add(struct pins *pins, const char *pin);

/* Whether the certificate's key is one of the pinned. */
bool pins_match(const struct pins *pins, const CERT_CONTEXT *certificate);

#endif
