#include "agreement.h"

#include <windows.h>
#include <bcrypt.h>
#include <string.h>

#define RAW_SECRET L"TRUNCATE" /* BCRYPT_KDF_RAW_SECRET, which older headers lack */

struct point_blob {
    BCRYPT_ECCKEY_BLOB head;
    uint8_t point[P256_POINT_BYTES];
};

static bool export_point(BCRYPT_KEY_HANDLE key, uint8_t point[P256_POINT_BYTES])
{
    struct point_blob blob;
    ULONG length = 0;
    if (!BCRYPT_SUCCESS(
            BCryptExportKey(key, NULL, BCRYPT_ECCPUBLIC_BLOB, (PUCHAR)&blob, sizeof blob, &length, 0))
        || length != sizeof blob) {
        return false;
    }
    memcpy(point, blob.point, P256_POINT_BYTES);
    return true;
}

/* The x coordinate both sides compute. Windows gives it with its last byte first, JOSE wants it the other way. */
static bool raw_secret(BCRYPT_SECRET_HANDLE agreed, uint8_t secret[P256_COORDINATE_BYTES])
{
    uint8_t reversed[P256_COORDINATE_BYTES];
    ULONG length = 0;
    bool done = BCRYPT_SUCCESS(BCryptDeriveKey(agreed, RAW_SECRET, NULL, reversed, sizeof reversed, &length, 0))
                && length == sizeof reversed;
    for (size_t i = 0; done && i < sizeof reversed; i++) {
        secret[i] = reversed[sizeof reversed - 1 - i];
    }
    SecureZeroMemory(reversed, sizeof reversed);
    return done;
}

/* Concat KDF (NIST SP 800-56A) for one block: SHA-256(1 || secret || "A256GCM" || no names || 256 bits). */
static bool derive(const uint8_t secret[P256_COORDINATE_BYTES], uint8_t content_key[AES256_KEY_BYTES])
{
    static const uint8_t COUNTER[4] = {0, 0, 0, 1};
    static const uint8_t INFO[] = {0, 0, 0, 7, 'A', '2', '5', '6', 'G', 'C', 'M', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0};
    uint8_t input[sizeof COUNTER + P256_COORDINATE_BYTES + sizeof INFO];
    memcpy(input, COUNTER, sizeof COUNTER);
    memcpy(input + sizeof COUNTER, secret, P256_COORDINATE_BYTES);
    memcpy(input + sizeof COUNTER + P256_COORDINATE_BYTES, INFO, sizeof INFO);
    bool done = sha256(input, sizeof input, content_key);
    SecureZeroMemory(input, sizeof input);
    return done;
}

static bool agree(BCRYPT_ALG_HANDLE ecdh, const uint8_t peer[P256_POINT_BYTES],
                  uint8_t ephemeral[P256_POINT_BYTES], uint8_t secret[P256_COORDINATE_BYTES])
{
    struct point_blob blob = {{BCRYPT_ECDH_PUBLIC_P256_MAGIC, P256_COORDINATE_BYTES}, {0}};
    BCRYPT_KEY_HANDLE own = NULL;
    BCRYPT_KEY_HANDLE other = NULL;
    BCRYPT_SECRET_HANDLE agreed = NULL;
    memcpy(blob.point, peer, P256_POINT_BYTES);
    bool done = BCRYPT_SUCCESS(BCryptImportKeyPair(ecdh, NULL, BCRYPT_ECCPUBLIC_BLOB, &other, (PUCHAR)&blob,
                                                   sizeof blob, 0))
                && BCRYPT_SUCCESS(BCryptGenerateKeyPair(ecdh, &own, 256, 0))
                && BCRYPT_SUCCESS(BCryptFinalizeKeyPair(own, 0)) && export_point(own, ephemeral)
                && BCRYPT_SUCCESS(BCryptSecretAgreement(own, other, &agreed, 0)) && raw_secret(agreed, secret);
    if (agreed != NULL) {
        BCryptDestroySecret(agreed);
    }
    if (own != NULL) {
        BCryptDestroyKey(own);
    }
    if (other != NULL) {
        BCryptDestroyKey(other);
    }
    return done;
}

bool agree_content_key(const uint8_t peer[P256_POINT_BYTES], uint8_t ephemeral[P256_POINT_BYTES],
                       uint8_t content_key[AES256_KEY_BYTES])
{
    uint8_t secret[P256_COORDINATE_BYTES];
    BCRYPT_ALG_HANDLE ecdh = NULL;
    bool done = BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(&ecdh, BCRYPT_ECDH_P256_ALGORITHM, NULL, 0))
                && agree(ecdh, peer, ephemeral, secret) && derive(secret, content_key);
    SecureZeroMemory(secret, sizeof secret);
    if (ecdh != NULL) {
        BCryptCloseAlgorithmProvider(ecdh, 0);
    }
    return done;
}
