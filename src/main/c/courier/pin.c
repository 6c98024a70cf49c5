#include "pin.h"

#include "base64url.h"
#include "cng.h"
#include "text.h"

#include <string.h>

#define PUBLIC_KEY_MOST_BYTES 2048

bool pins_add(struct pins *pins, const char *pin)
{
    uint8_t digest[SHA256_BYTES];
    if (pins->count == MOST_PINS || strlen(pin) != PIN_CHARACTERS
        || !base64url_decode_exactly(pin, PIN_CHARACTERS, digest, sizeof digest)) {
        return false;
    }
    memcpy(pins->values[pins->count++], pin, PIN_CHARACTERS + 1);
    return true;
}

bool pins_match(const struct pins *pins, const CERT_CONTEXT *certificate)
{
    BYTE key[PUBLIC_KEY_MOST_BYTES];
    DWORD length = sizeof key;
    uint8_t digest[SHA256_BYTES];
    char actual[PIN_CHARACTERS + 1];
    struct text text;
    if (!CryptEncodeObject(X509_ASN_ENCODING, X509_PUBLIC_KEY_INFO, &certificate->pCertInfo->SubjectPublicKeyInfo, key,
                           &length)
        || !sha256(key, length, digest)) {
        return false;
    }
    text_start(&text, actual, sizeof actual);
    text_base64url(&text, digest, sizeof digest);
    if (!text_finish(&text)) {
        return false;
    }
    for (size_t i = 0; i < pins->count; i++) {
        if (strcmp(pins->values[i], actual) == 0) {
            return true;
        }
    }
    return false;
}
