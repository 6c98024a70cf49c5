/* What kind of computer this is, as far as installing a package depends on it. */
#ifndef ADSYNC_FACTS_H
#define ADSYNC_FACTS_H

#include <windows.h>
#include <stdbool.h>
#include <stdint.h>

enum signature { SIGNATURE_NONE, SIGNATURE_VALID, SIGNATURE_MICROSOFT };

struct facts {
    bool x64; /* Windows itself, not only this program */
    bool administrator;
    bool domain_controller;
    bool read_only;      /* a read-only domain controller */
    bool lsa_protected;  /* RunAsPPL, by registry or policy */
    wchar_t domain_sid[128]; /* empty if it cannot be found out */
    wchar_t dc_guid[40];     /* objectGUID of this computer; empty if it cannot be found out */
};

void facts_gather(struct facts *facts);

/* Who signed the file. */
enum signature facts_signature(const wchar_t *path);

#endif
