/*
 * Tests only, and only for wine 8: that wine has neither the raw secret of an ECDH agreement nor RSA-OAEP
 * encryption. This library does both as Microsoft documents them and forwards every other call to wine's
 * bcrypt.dll (see standin.def). The tests run the shipped DLL with nothing but this import's name changed.
 */
#include <windows.h>
#include <bcrypt.h>
#include <gcrypt.h>
#include <string.h>

#define P256_BYTES 32
#define RSA_MOST 512

NTSTATUS WINAPI Standin_SecretAgreement(BCRYPT_KEY_HANDLE own, BCRYPT_KEY_HANDLE other, BCRYPT_SECRET_HANDLE *agreed,
                                        ULONG flags);
NTSTATUS WINAPI Standin_DeriveKey(BCRYPT_SECRET_HANDLE agreed, LPCWSTR function, BCryptBufferDesc *parameters,
                                  PUCHAR out, ULONG capacity, ULONG *length, ULONG flags);
NTSTATUS WINAPI Standin_DestroySecret(BCRYPT_SECRET_HANDLE agreed);
NTSTATUS WINAPI Standin_Encrypt(BCRYPT_KEY_HANDLE key, PUCHAR in, ULONG in_length, VOID *padding, PUCHAR iv,
                                ULONG iv_length, PUCHAR out, ULONG capacity, ULONG *length, ULONG flags);

#define NOT_SUPPORTED ((NTSTATUS)0xC00000BB)
#define INVALID ((NTSTATUS)0xC000000D)

static void begin(void)
{
    if (!gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P)) {
        gcry_check_version(NULL);
        gcry_control(GCRYCTL_ENABLE_QUICK_RANDOM, 0);
        gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
        gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
    }
}

static gcry_mpi_t number(const UCHAR *bytes, size_t length)
{
    gcry_mpi_t result = NULL;
    gcry_mpi_scan(&result, GCRYMPI_FMT_USG, bytes, length, NULL);
    return result;
}

/* The x coordinate of d times Q, first byte first. */
static BOOL multiply(const UCHAR *d, const UCHAR *q, UCHAR *x)
{
    gcry_ctx_t curve = NULL;
    begin();
    if (gcry_mpi_ec_new(&curve, NULL, "NIST P-256") != 0) {
        return FALSE;
    }
    gcry_mpi_t scalar = number(d, P256_BYTES);
    gcry_mpi_t product = gcry_mpi_new(256);
    gcry_mpi_point_t point = gcry_mpi_point_snatch_set(NULL, number(q, P256_BYTES), number(q + P256_BYTES, P256_BYTES),
                                                       gcry_mpi_set_ui(NULL, 1));
    gcry_mpi_point_t result = gcry_mpi_point_new(256);
    BOOL done = gcry_mpi_ec_curve_point(point, curve);
    if (done) {
        size_t length = 0;
        UCHAR bytes[P256_BYTES];
        gcry_mpi_ec_mul(result, scalar, point, curve);
        done = gcry_mpi_ec_get_affine(product, NULL, result, curve) == 0
               && gcry_mpi_print(GCRYMPI_FMT_USG, bytes, sizeof bytes, &length, product) == 0;
        memset(x, 0, P256_BYTES);
        memcpy(x + P256_BYTES - length, bytes, length);
    }
    gcry_mpi_point_release(result);
    gcry_mpi_point_release(point);
    gcry_mpi_release(product);
    gcry_mpi_release(scalar);
    gcry_ctx_release(curve);
    return done;
}

NTSTATUS WINAPI Standin_SecretAgreement(BCRYPT_KEY_HANDLE own, BCRYPT_KEY_HANDLE other, BCRYPT_SECRET_HANDLE *agreed,
                                        ULONG flags)
{
    struct {
        BCRYPT_ECCKEY_BLOB head;
        UCHAR bytes[3 * P256_BYTES];
    } private_key, public_key;
    ULONG length;
    (void)flags;
    NTSTATUS status = BCryptExportKey(own, NULL, BCRYPT_ECCPRIVATE_BLOB, (PUCHAR)&private_key, sizeof private_key,
                                      &length, 0);
    if (BCRYPT_SUCCESS(status)) {
        status = BCryptExportKey(other, NULL, BCRYPT_ECCPUBLIC_BLOB, (PUCHAR)&public_key, sizeof public_key, &length, 0);
    }
    if (!BCRYPT_SUCCESS(status)) {
        return status;
    }
    UCHAR *secret = HeapAlloc(GetProcessHeap(), 0, P256_BYTES);
    if (secret == NULL || !multiply(private_key.bytes + 2 * P256_BYTES, public_key.bytes, secret)) {
        HeapFree(GetProcessHeap(), 0, secret);
        return INVALID;
    }
    *agreed = secret;
    return 0;
}

NTSTATUS WINAPI Standin_DeriveKey(BCRYPT_SECRET_HANDLE agreed, LPCWSTR function, BCryptBufferDesc *parameters,
                                  PUCHAR out, ULONG capacity, ULONG *length, ULONG flags)
{
    const UCHAR *secret = agreed;
    if (wcscmp(function, L"TRUNCATE") != 0 || parameters != NULL || flags != 0 || capacity < P256_BYTES) {
        return NOT_SUPPORTED;
    }
    for (int i = 0; i < P256_BYTES; i++) {
        out[i] = secret[P256_BYTES - 1 - i]; /* Windows gives the last byte first */
    }
    *length = P256_BYTES;
    return 0;
}

NTSTATUS WINAPI Standin_DestroySecret(BCRYPT_SECRET_HANDLE agreed)
{
    SecureZeroMemory(agreed, P256_BYTES);
    HeapFree(GetProcessHeap(), 0, agreed);
    return 0;
}

static NTSTATUS encrypt_oaep(const UCHAR *blob, const UCHAR *in, ULONG in_length, UCHAR *out, ULONG capacity,
                             ULONG *length)
{
    const BCRYPT_RSAKEY_BLOB *head = (const BCRYPT_RSAKEY_BLOB *)blob;
    const UCHAR *exponent = blob + sizeof *head;
    gcry_sexp_t key = NULL;
    gcry_sexp_t data = NULL;
    gcry_sexp_t result = NULL;
    NTSTATUS status = INVALID;
    begin();
    gcry_mpi_t e = number(exponent, head->cbPublicExp);
    gcry_mpi_t n = number(exponent + head->cbPublicExp, head->cbModulus);
    if (capacity >= head->cbModulus && gcry_sexp_build(&key, NULL, "(public-key (rsa (n %m) (e %m)))", n, e) == 0
        && gcry_sexp_build(&data, NULL, "(data (flags oaep) (hash-algo sha256) (value %b))", (int)in_length, in) == 0
        && gcry_pk_encrypt(&result, data, key) == 0) {
        size_t size = 0;
        gcry_sexp_t token = gcry_sexp_find_token(result, "a", 1);
        gcry_mpi_t a = gcry_sexp_nth_mpi(token, 1, GCRYMPI_FMT_USG);
        UCHAR bytes[RSA_MOST];
        if (gcry_mpi_print(GCRYMPI_FMT_USG, bytes, sizeof bytes, &size, a) == 0) {
            memset(out, 0, head->cbModulus);
            memcpy(out + head->cbModulus - size, bytes, size);
            *length = head->cbModulus;
            status = 0;
        }
        gcry_mpi_release(a);
        gcry_sexp_release(token);
    }
    gcry_sexp_release(result);
    gcry_sexp_release(data);
    gcry_sexp_release(key);
    gcry_mpi_release(n);
    gcry_mpi_release(e);
    return status;
}

NTSTATUS WINAPI Standin_Encrypt(BCRYPT_KEY_HANDLE key, PUCHAR in, ULONG in_length, VOID *padding, PUCHAR iv,
                                ULONG iv_length, PUCHAR out, ULONG capacity, ULONG *length, ULONG flags)
{
    if ((flags & BCRYPT_PAD_OAEP) == 0) {
        return BCryptEncrypt(key, in, in_length, padding, iv, iv_length, out, capacity, length, flags);
    }
    UCHAR blob[sizeof(BCRYPT_RSAKEY_BLOB) + 8 + RSA_MOST];
    ULONG blob_length;
    const BCRYPT_OAEP_PADDING_INFO *oaep = padding;
    NTSTATUS status = BCryptExportKey(key, NULL, BCRYPT_RSAPUBLIC_BLOB, blob, sizeof blob, &blob_length, 0);
    if (!BCRYPT_SUCCESS(status)) {
        return status;
    }
    if (wcscmp(oaep->pszAlgId, BCRYPT_SHA256_ALGORITHM) != 0 || oaep->cbLabel != 0) {
        return NOT_SUPPORTED;
    }
    return encrypt_oaep(blob, in, in_length, out, capacity, length);
}
