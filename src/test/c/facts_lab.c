/* Tests only: the facts come from the environment, because wine is no domain controller. */
#include "courierservice.h"
#include "facts.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>

static bool said(const wchar_t *name)
{
    const wchar_t *value = _wgetenv(name);
    return value != NULL && wcscmp(value, L"1") == 0;
}

void facts_gather(struct facts *facts)
{
    memset(facts, 0, sizeof *facts);
    facts->x64 = !said(L"LAB_32BIT");
    facts->administrator = !said(L"LAB_USER");
    facts->domain_controller = !said(L"LAB_MEMBER");
    facts->read_only = said(L"LAB_RODC");
    facts->lsa_protected = said(L"LAB_PPL");
    if (!said(L"LAB_NO_DOMAIN")) {
        wcscpy(facts->domain_sid, L"S-1-5-21-1004336348-1177238915-682003330");
        wcscpy(facts->dc_guid, L"8f0f2b5e-6d8c-4b52-9c57-0d9f0a0e4a11");
    }
}

enum signature facts_signature(const wchar_t *path)
{
    (void)path;
    return said(L"LAB_MICROSOFT") ? SIGNATURE_MICROSOFT : said(L"LAB_SIGNED") ? SIGNATURE_VALID : SIGNATURE_NONE;
}

bool __real_courier_service_start(void);
bool __wrap_courier_service_start(void);

/* Wine starts no service under an account, and sometimes never lets go of one whose start failed. */
bool __wrap_courier_service_start(void)
{
    return said(L"LAB_START") && __real_courier_service_start();
}
