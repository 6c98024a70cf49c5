#include "transport.h"

#include <windows.h>
#include <bcrypt.h>
#include <string.h>

static bool import_key(BCRYPT_ALG_HANDLE rsa, const struct sealing_key *key, BCRYPT_KEY_HANDLE *handle)
{
    uint8_t blob[sizeof(BCRYPT_RSAKEY_BLOB) + sizeof key->exponent + RSA_MOST_BYTES];
    BCRYPT_RSAKEY_BLOB head = {BCRYPT_RSAPUBLIC_MAGIC, (ULONG)(8 * key->modulus_length),
                               (ULONG)key->exponent_length, (ULONG)key->modulus_length, 0, 0};
    size_t length = sizeof head;
    memcpy(blob, &head, sizeof head);
    memcpy(blob + length, key->exponent, key->exponent_length);
    length += key->exponent_length;
    memcpy(blob + length, key->modulus, key->modulus_length);
    length += key->modulus_length;
    return BCRYPT_SUCCESS(
        BCryptImportKeyPair(rsa, NULL, BCRYPT_RSAPUBLIC_BLOB, handle, blob, (ULONG)length, 0));
}

bool transport_content_key(const struct sealing_key *key, const uint8_t content_key[AES256_KEY_BYTES],
                           uint8_t encrypted[RSA_MOST_BYTES], size_t *length)
{
    uint8_t no_label = 0;
    /* The label is empty but must have an address: some implementations refuse NULL. */
    BCRYPT_OAEP_PADDING_INFO padding = {BCRYPT_SHA256_ALGORITHM, &no_label, 0};
    BCRYPT_ALG_HANDLE rsa = NULL;
    BCRYPT_KEY_HANDLE handle = NULL;
    ULONG written = 0;
    bool done = BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(&rsa, BCRYPT_RSA_ALGORITHM, NULL, 0))
                && import_key(rsa, key, &handle)
                && BCRYPT_SUCCESS(BCryptEncrypt(handle, (PUCHAR)content_key, AES256_KEY_BYTES, &padding, NULL, 0,
                                                encrypted, RSA_MOST_BYTES, &written, BCRYPT_PAD_OAEP))
                && written == key->modulus_length;
    *length = written;
    if (handle != NULL) {
        BCryptDestroyKey(handle);
    }
    if (rsa != NULL) {
        BCryptCloseAlgorithmProvider(rsa, 0);
    }
    return done;
}
