/* The courier's key, which never leaves the machine, and the certificate the master gave it. */
#ifndef ADSYNC_CREDENTIAL_H
#define ADSYNC_CREDENTIAL_H

#include <windows.h>
#include <wincrypt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CERTIFICATE_MOST_BYTES 8192
#define REQUEST_MOST_BYTES 2048

struct credential {
    HCRYPTPROV keys;
    const CERT_CONTEXT *certificate; /* NULL: not enrolled */
};

/* Opens the key, and makes one if there is none; takes the certificate from certificate.der in the folder. */
bool credential_open(struct credential *credential, const wchar_t *folder);
void credential_close(struct credential *credential);

/* A request for a certificate (PKCS #10, DER) in the name of this computer. */
bool credential_request(const struct credential *credential, const char *name, uint8_t *out, size_t capacity,
                        size_t *length);

/* Keeps a certificate for later and uses it from now on; false if it is not for the courier's key. */
bool credential_accept(struct credential *credential, const wchar_t *folder, const uint8_t *certificate,
                       size_t length);

/* Whether two thirds of the certificate's life are over. */
bool credential_is_due(const struct credential *credential, uint64_t now);

/* FILETIME at which the certificate ends; 0 without one. */
uint64_t credential_end(const struct credential *credential);

#endif
