#include "strong_hash.h"

#include "cng.h"

#include <windows.h>
#include <bcrypt.h>

#define SALT_BYTES 16
#define HASH_BYTES 64

static bool derive(const char *password, size_t length, const uint8_t salt[SALT_BYTES], uint32_t rounds,
                   uint8_t hash[HASH_BYTES])
{
    BCRYPT_ALG_HANDLE hmac = NULL;
    bool done = BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(&hmac, BCRYPT_SHA512_ALGORITHM, NULL,
                                                           BCRYPT_ALG_HANDLE_HMAC_FLAG))
                && BCRYPT_SUCCESS(BCryptDeriveKeyPBKDF2(hmac, (PUCHAR)password, (ULONG)length, (PUCHAR)salt,
                                                        SALT_BYTES, rounds, hash, HASH_BYTES, 0));
    if (hmac != NULL) {
        BCryptCloseAlgorithmProvider(hmac, 0);
    }
    return done;
}

bool strong_hash(const char *password, size_t length, uint32_t rounds, struct text *phc)
{
    uint8_t salt[SALT_BYTES];
    uint8_t hash[HASH_BYTES];
    bool done = random_bytes(salt, sizeof salt) && derive(password, length, salt, rounds, hash);
    if (done) {
        text_string(phc, "$pbkdf2-sha512$i=");
        text_decimal(phc, rounds);
        text_string(phc, "$");
        text_base64(phc, salt, sizeof salt);
        text_string(phc, "$");
        text_base64(phc, hash, sizeof hash);
    }
    SecureZeroMemory(hash, sizeof hash);
    return done && !phc->overflowed;
}
