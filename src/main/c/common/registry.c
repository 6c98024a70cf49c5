#include "registry.h"

#include <wchar.h>

bool registry_text(HKEY key, const wchar_t *name, wchar_t *out, size_t units)
{
    DWORD type;
    DWORD length = (DWORD)((units - 1) * sizeof *out);
    if (RegQueryValueExW(key, name, NULL, &type, (BYTE *)out, &length) != ERROR_SUCCESS || type != REG_SZ
        || length % sizeof *out != 0) {
        return false;
    }
    out[length / sizeof *out] = L'\0'; /* the registry does not promise one */
    return true;
}

bool registry_number(HKEY key, const wchar_t *name, uint32_t *out)
{
    DWORD type;
    DWORD value;
    DWORD length = sizeof value;
    if (RegQueryValueExW(key, name, NULL, &type, (BYTE *)&value, &length) != ERROR_SUCCESS || type != REG_DWORD
        || length != sizeof value) {
        return false;
    }
    *out = value;
    return true;
}

bool registry_bytes(HKEY key, const wchar_t *name, void *out, size_t length)
{
    DWORD type;
    DWORD actual = (DWORD)length;
    return RegQueryValueExW(key, name, NULL, &type, out, &actual) == ERROR_SUCCESS && type == REG_BINARY
           && actual == length;
}

bool registry_set_text(HKEY key, const wchar_t *name, const wchar_t *value)
{
    DWORD length = (DWORD)((wcslen(value) + 1) * sizeof *value);
    return RegSetValueExW(key, name, 0, REG_SZ, (const BYTE *)value, length) == ERROR_SUCCESS;
}

bool registry_set_number(HKEY key, const wchar_t *name, uint32_t value)
{
    DWORD number = value;
    return RegSetValueExW(key, name, 0, REG_DWORD, (const BYTE *)&number, sizeof number) == ERROR_SUCCESS;
}

bool registry_set_bytes(HKEY key, const wchar_t *name, const void *value, size_t length)
{
    return RegSetValueExW(key, name, 0, REG_BINARY, value, (DWORD)length) == ERROR_SUCCESS;
}
