#include "lsaprotection.h"

#include "registry.h"

#define POLICY_KEY L"SOFTWARE\\Policies\\Microsoft\\Windows\\System"

static uint32_t below(const wchar_t *path)
{
    HKEY key;
    uint32_t value = 0;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, path, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
        return 0;
    }
    if (!registry_number(key, L"RunAsPPL", &value)) {
        value = 0;
    }
    RegCloseKey(key);
    return value;
}

uint32_t lsa_protection(void)
{
    uint32_t value = below(LSA_KEY);
    return value != 0 ? value : below(POLICY_KEY);
}
