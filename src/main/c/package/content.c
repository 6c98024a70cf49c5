#include "content.h"

#include <windows.h>
#include <bcrypt.h>

static bool open_gcm(BCRYPT_ALG_HANDLE *algorithm)
{
    return BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(algorithm, BCRYPT_AES_ALGORITHM, NULL, 0))
           && BCRYPT_SUCCESS(BCryptSetProperty(*algorithm, BCRYPT_CHAINING_MODE, (PUCHAR)BCRYPT_CHAIN_MODE_GCM,
                                               sizeof BCRYPT_CHAIN_MODE_GCM, 0));
}

bool encrypt_content(const uint8_t key[AES256_KEY_BYTES], const uint8_t nonce[GCM_NONCE_BYTES], const void *aad,
                     size_t aad_length, const void *plain, size_t length, uint8_t *sealed,
                     uint8_t tag[GCM_TAG_BYTES])
{
    BCRYPT_ALG_HANDLE algorithm = NULL;
    BCRYPT_KEY_HANDLE handle = NULL;
    BCRYPT_AUTHENTICATED_CIPHER_MODE_INFO mode;
    ULONG written = 0;
    BCRYPT_INIT_AUTH_MODE_INFO(mode);
    mode.pbNonce = (PUCHAR)nonce;
    mode.cbNonce = GCM_NONCE_BYTES;
    mode.pbAuthData = (PUCHAR)aad;
    mode.cbAuthData = (ULONG)aad_length;
    mode.pbTag = tag;
    mode.cbTag = GCM_TAG_BYTES;
    bool done = open_gcm(&algorithm)
                && BCRYPT_SUCCESS(BCryptGenerateSymmetricKey(algorithm, &handle, NULL, 0, (PUCHAR)key,
                                                             AES256_KEY_BYTES, 0))
                && BCRYPT_SUCCESS(BCryptEncrypt(handle, (PUCHAR)plain, (ULONG)length, &mode, NULL, 0, sealed,
                                                (ULONG)length, &written, 0))
                && written == length;
    if (handle != NULL) {
        BCryptDestroyKey(handle);
    }
    if (algorithm != NULL) {
        BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    return done;
}
