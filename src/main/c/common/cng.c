#include "cng.h"

#include <windows.h>
#include <bcrypt.h>
#include <string.h>

bool random_bytes(void *out, size_t length)
{
    return BCRYPT_SUCCESS(BCryptGenRandom(NULL, out, (ULONG)length, BCRYPT_USE_SYSTEM_PREFERRED_RNG));
}

bool sha256(const void *bytes, size_t length, uint8_t digest[SHA256_BYTES])
{
    BCRYPT_ALG_HANDLE algorithm = NULL;
    BCRYPT_HASH_HANDLE hash = NULL;
    bool done = BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA256_ALGORITHM, NULL, 0))
                && BCRYPT_SUCCESS(BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0))
                && BCRYPT_SUCCESS(BCryptHashData(hash, (PUCHAR)bytes, (ULONG)length, 0))
                && BCRYPT_SUCCESS(BCryptFinishHash(hash, digest, SHA256_BYTES, 0));
    if (hash != NULL) {
        BCryptDestroyHash(hash);
    }
    if (algorithm != NULL) {
        BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    return done;
}

bool es256_verify(const uint8_t point[P256_POINT_BYTES], const void *bytes, size_t length,
                  const uint8_t signature[ES256_SIGNATURE_BYTES])
{
    struct {
        BCRYPT_ECCKEY_BLOB head;
        uint8_t point[P256_POINT_BYTES];
    } blob = {{BCRYPT_ECDSA_PUBLIC_P256_MAGIC, P256_COORDINATE_BYTES}, {0}};
    uint8_t digest[SHA256_BYTES];
    BCRYPT_ALG_HANDLE algorithm = NULL;
    BCRYPT_KEY_HANDLE key = NULL;
    memcpy(blob.point, point, P256_POINT_BYTES);
    bool valid =
        sha256(bytes, length, digest)
        && BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_ECDSA_P256_ALGORITHM, NULL, 0))
        && BCRYPT_SUCCESS(BCryptImportKeyPair(algorithm, NULL, BCRYPT_ECCPUBLIC_BLOB, &key, (PUCHAR)&blob,
                                              sizeof blob, 0))
        && BCRYPT_SUCCESS(BCryptVerifySignature(key, NULL, digest, sizeof digest, (PUCHAR)signature,
                                                ES256_SIGNATURE_BYTES, 0));
    if (key != NULL) {
        BCryptDestroyKey(key);
    }
    if (algorithm != NULL) {
        BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    return valid;
}
