#include "credential.h"

#include "der.h"
#include "file.h"

#include <string.h>

#define CONTAINER L"ADSync courier"
#define KEY_BITS 2048
#define SIGNATURE_BYTES (KEY_BITS / 8)
#define RSA_SHA256_OID "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b"
#define COMMON_NAME_OID "\x55\x04\x03"

/* CryptoAPI rather than CNG: the key of a certificate kept in a file must be nameable by its container. */
static bool acquire(HCRYPTPROV *keys, DWORD flags)
{
    return CryptAcquireContextW(keys, CONTAINER, MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES, flags | CRYPT_SILENT);
}

static bool has_key(HCRYPTPROV keys)
{
    HCRYPTKEY key;
    return CryptGetUserKey(keys, AT_KEYEXCHANGE, &key) && CryptDestroyKey(key);
}

/* Not exportable. The container is closed afterwards: some implementations keep a key only then. */
static bool make_key(void)
{
    HCRYPTPROV keys;
    HCRYPTKEY key;
    if (!acquire(&keys, 0) && !acquire(&keys, CRYPT_NEWKEYSET)) {
        return false;
    }
    bool done = CryptGenKey(keys, AT_KEYEXCHANGE, (DWORD)KEY_BITS << 16, &key) && CryptDestroyKey(key);
    return CryptReleaseContext(keys, 0) && done;
}

static bool open_keys(HCRYPTPROV *keys)
{
    if (acquire(keys, 0)) {
        if (has_key(*keys)) {
            return true;
        }
        CryptReleaseContext(*keys, 0);
    }
    return make_key() && acquire(keys, 0);
}

static const CERT_CONTEXT *certificate_with_key(const uint8_t *bytes, size_t length)
{
    CRYPT_KEY_PROV_INFO key = {(wchar_t *)CONTAINER, (wchar_t *)MS_ENH_RSA_AES_PROV_W, PROV_RSA_AES, CRYPT_SILENT, 0,
                               NULL, AT_KEYEXCHANGE};
    const CERT_CONTEXT *certificate = CertCreateCertificateContext(X509_ASN_ENCODING, bytes, (DWORD)length);
    if (certificate != NULL
        && !CertSetCertificateContextProperty(certificate, CERT_KEY_PROV_INFO_PROP_ID, 0, &key)) {
        CertFreeCertificateContext(certificate);
        return NULL;
    }
    return certificate;
}

static bool public_key(HCRYPTPROV keys, BYTE *buffer, DWORD capacity, DWORD *length)
{
    *length = capacity;
    return CryptExportPublicKeyInfo(keys, AT_KEYEXCHANGE, X509_ASN_ENCODING, (CERT_PUBLIC_KEY_INFO *)buffer, length);
}

static bool is_ours(HCRYPTPROV keys, const CERT_CONTEXT *certificate)
{
    _Alignas(8) BYTE info[1024];
    DWORD length;
    return public_key(keys, info, sizeof info, &length)
           && CertComparePublicKeyInfo(X509_ASN_ENCODING, (CERT_PUBLIC_KEY_INFO *)info,
                                       &certificate->pCertInfo->SubjectPublicKeyInfo);
}

static void load_certificate(struct credential *credential, const wchar_t *folder)
{
    wchar_t path[MAX_PATH];
    char bytes[CERTIFICATE_MOST_BYTES];
    size_t length;
    if (!file_path(folder, L"certificate", L".der", path) || !file_read(path, bytes, sizeof bytes, &length)) {
        return;
    }
    const CERT_CONTEXT *certificate = certificate_with_key((uint8_t *)bytes, length);
    if (certificate != NULL && is_ours(credential->keys, certificate)) {
        credential->certificate = certificate;
    } else if (certificate != NULL) {
        CertFreeCertificateContext(certificate);
    }
}

bool credential_open(struct credential *credential, const wchar_t *folder)
{
    credential->certificate = NULL;
    if (!open_keys(&credential->keys)) {
        return false;
    }
    load_certificate(credential, folder);
    return true;
}

void credential_close(struct credential *credential)
{
    if (credential->certificate != NULL) {
        CertFreeCertificateContext(credential->certificate);
    }
    CryptReleaseContext(credential->keys, 0);
}

static bool sign(HCRYPTPROV keys, const void *bytes, size_t length, uint8_t signature[SIGNATURE_BYTES])
{
    HCRYPTHASH hash = 0;
    uint8_t reversed[SIGNATURE_BYTES];
    DWORD size = sizeof reversed;
    bool done = CryptCreateHash(keys, CALG_SHA_256, 0, 0, &hash) && CryptHashData(hash, bytes, (DWORD)length, 0)
                && CryptSignHashW(hash, AT_KEYEXCHANGE, NULL, 0, reversed, &size) && size == SIGNATURE_BYTES;
    for (size_t i = 0; done && i < SIGNATURE_BYTES; i++) {
        signature[i] = reversed[SIGNATURE_BYTES - 1 - i];
    }
    if (hash != 0) {
        CryptDestroyHash(hash);
    }
    return done;
}

static void write_name(struct der *der, const char *name)
{
    size_t rdn_sequence = der_open(der, DER_SEQUENCE);
    size_t set = der_open(der, DER_SET);
    size_t attribute = der_open(der, DER_SEQUENCE);
    der_put(der, DER_OID, COMMON_NAME_OID, strlen(COMMON_NAME_OID));
    der_put(der, DER_UTF8, name, strlen(name));
    der_close(der, attribute);
    der_close(der, set);
    der_close(der, rdn_sequence);
}

static void write_algorithm(struct der *der)
{
    size_t algorithm = der_open(der, DER_SEQUENCE);
    der_put(der, DER_OID, RSA_SHA256_OID, strlen(RSA_SHA256_OID));
    der_put(der, DER_NULL, NULL, 0);
    der_close(der, algorithm);
}

static bool write_public_key(HCRYPTPROV keys, struct der *der)
{
    _Alignas(8) BYTE info[1024];
    BYTE encoded[1024];
    DWORD length;
    DWORD encoded_length = sizeof encoded;
    if (!public_key(keys, info, sizeof info, &length)
        || !CryptEncodeObject(X509_ASN_ENCODING, X509_PUBLIC_KEY_INFO, info, encoded, &encoded_length)) {
        return false;
    }
    der_raw(der, encoded, encoded_length);
    return true;
}

bool credential_request(const struct credential *credential, const char *name, uint8_t *out, size_t capacity,
                        size_t *length)
{
    struct der der;
    uint8_t signature[1 + SIGNATURE_BYTES] = {0}; /* no unused bits */
    der_start(&der, out, capacity);
    size_t request = der_open(&der, DER_SEQUENCE);
    size_t content_start = der.length;
    size_t content = der_open(&der, DER_SEQUENCE);
    der_put(&der, DER_INTEGER, "\0", 1);
    write_name(&der, name);
    if (!write_public_key(credential->keys, &der)) {
        return false;
    }
    der_put(&der, DER_ATTRIBUTES, NULL, 0);
    der_close(&der, content);
    if (der.overflowed || !sign(credential->keys, out + content_start, der.length - content_start, signature + 1)) {
        return false;
    }
    write_algorithm(&der);
    der_put(&der, DER_BIT_STRING, signature, sizeof signature);
    der_close(&der, request);
    *length = der.length;
    return !der.overflowed;
}

bool credential_accept(struct credential *credential, const wchar_t *folder, const uint8_t *bytes, size_t length)
{
    wchar_t path[MAX_PATH];
    wchar_t unfinished[MAX_PATH];
    const CERT_CONTEXT *certificate = certificate_with_key(bytes, length);
    if (certificate == NULL) {
        return false;
    }
    if (!is_ours(credential->keys, certificate) || !file_path(folder, L"certificate", L".der", path)
        || !file_path(folder, L"certificate", L".tmp", unfinished) || !file_replace(unfinished, path, bytes, length)) {
        CertFreeCertificateContext(certificate);
        return false;
    }
    if (credential->certificate != NULL) {
        CertFreeCertificateContext(credential->certificate);
    }
    credential->certificate = certificate;
    return true;
}

static uint64_t number_of(FILETIME time)
{
    return (uint64_t)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

uint64_t credential_end(const struct credential *credential)
{
    return credential->certificate == NULL ? 0 : number_of(credential->certificate->pCertInfo->NotAfter);
}

bool credential_is_due(const struct credential *credential, uint64_t now)
{
    if (credential->certificate == NULL) {
        return false;
    }
    uint64_t start = number_of(credential->certificate->pCertInfo->NotBefore);
    uint64_t end = number_of(credential->certificate->pCertInfo->NotAfter);
    return now >= start && now - start >= (end - start) / 3 * 2;
}
