#include "servicesid.h"

#include <windows.h>
#include <bcrypt.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define SHA1_BYTES 20

static bool sha1(const void *bytes, size_t length, uint8_t digest[SHA1_BYTES])
{
    BCRYPT_ALG_HANDLE algorithm = NULL;
    BCRYPT_HASH_HANDLE hash = NULL;
    bool done = BCRYPT_SUCCESS(BCryptOpenAlgorithmProvider(&algorithm, BCRYPT_SHA1_ALGORITHM, NULL, 0))
                && BCRYPT_SUCCESS(BCryptCreateHash(algorithm, &hash, NULL, 0, NULL, 0, 0))
                && BCRYPT_SUCCESS(BCryptHashData(hash, (PUCHAR)bytes, (ULONG)length, 0))
                && BCRYPT_SUCCESS(BCryptFinishHash(hash, digest, SHA1_BYTES, 0));
    if (hash != NULL) {
        BCryptDestroyHash(hash);
    }
    if (algorithm != NULL) {
        BCryptCloseAlgorithmProvider(algorithm, 0);
    }
    return done;
}

bool service_sid(const wchar_t *capitals, wchar_t out[SERVICE_SID_MOST_UNITS])
{
    uint8_t digest[SHA1_BYTES];
    uint32_t parts[SHA1_BYTES / 4];
    if (!sha1(capitals, wcslen(capitals) * sizeof *capitals, digest)) {
        return false;
    }
    memcpy(parts, digest, sizeof parts);
    int units = _snwprintf(out, SERVICE_SID_MOST_UNITS, L"S-1-5-80-%u-%u-%u-%u-%u", parts[0], parts[1], parts[2],
                           parts[3], parts[4]);
    return units > 0 && units < SERVICE_SID_MOST_UNITS;
}
