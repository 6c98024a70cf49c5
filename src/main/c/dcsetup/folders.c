#include "folders.h"

#include "file.h"
#include "registry.h"
#include "servicesid.h"

#include <sddl.h>
#include <stdio.h>
#include <wchar.h>

#define COURIER L"ADSYNCCOURIER" /* the service's name */
#define SDDL_MOST_UNITS 512

/* Rights as Windows counts them: read, delete, list and pass through; and with writing. */
#define READ_AND_DELETE L"0x1300a9"
#define MODIFY L"0x1301bf"

static bool make_path(wchar_t out[MAX_PATH], const wchar_t *variable, const wchar_t *rest)
{
    wchar_t folder[MAX_PATH];
    DWORD units = GetEnvironmentVariableW(variable, folder, MAX_PATH);
    return units > 0 && units < MAX_PATH && file_path(folder, rest, L"", out);
}

bool places_usual(struct places *places)
{
    return make_path(places->spool, L"ProgramData", L"ADSync\\spool")
           && make_path(places->state, L"ProgramData", L"ADSync\\courier")
           && make_path(places->key_set, L"ProgramData", L"ADSync\\courier\\keyset.jws")
           && make_path(places->package, L"SystemRoot", L"System32\\pwc1.dll")
           && make_path(places->courier, L"ProgramFiles", L"ADSync\\adsync-courier.exe");
}

static PSECURITY_DESCRIPTOR descriptor(const wchar_t *administrators, const wchar_t *courier, const wchar_t *inherit)
{
    wchar_t sid[SERVICE_SID_MOST_UNITS];
    wchar_t sddl[SDDL_MOST_UNITS];
    PSECURITY_DESCRIPTOR result = NULL;
    if (!service_sid(COURIER, sid)) {
        return NULL;
    }
    int units = _snwprintf(sddl, SDDL_MOST_UNITS, L"O:BAG:SYD:PAI(A;%ls;GA;;;SY)(A;%ls;%ls;;;BA)(A;%ls;%ls;;;%ls)",
                           inherit, inherit, administrators, inherit, courier, sid);
    if (units < 0 || units >= SDDL_MOST_UNITS
        || !ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, &result, NULL)) {
        return NULL;
    }
    return result;
}

/* Also for a folder that is there already: its rights are set again. */
static bool make_folder(const wchar_t *path, const wchar_t *administrators, const wchar_t *courier)
{
    PSECURITY_DESCRIPTOR rights = descriptor(administrators, courier, L"OICI");
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, rights, FALSE};
    if (rights == NULL) {
        return false;
    }
    bool done = CreateDirectoryW(path, &attributes)
                || (GetLastError() == ERROR_ALREADY_EXISTS
                    && SetFileSecurityW(path, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, rights));
    LocalFree(rights);
    return done;
}

/* Every folder above the last one, with the rights of its parent. */
static void make_parents(const wchar_t *path)
{
    wchar_t part[MAX_PATH];
    for (size_t i = 3; path[i] != L'\0' && i < MAX_PATH - 1; i++) {
        if (path[i] == L'\\') {
            wmemcpy(part, path, i);
            part[i] = L'\0';
            CreateDirectoryW(part, NULL);
        }
    }
}

bool folders_make(const struct places *places)
{
    make_parents(places->spool);
    make_parents(places->state);
    make_parents(places->courier);
    return make_folder(places->spool, L"0x1200a9", READ_AND_DELETE) && make_folder(places->state, L"GA", MODIFY);
}

bool key_make(HKEY *key)
{
    PSECURITY_DESCRIPTOR rights = descriptor(L"KA", L"KR", L"CI");
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, rights, FALSE};
    if (rights == NULL) {
        return false;
    }
    bool done = RegCreateKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, NULL, 0,
                                KEY_READ | KEY_WRITE | WRITE_DAC | KEY_WOW64_64KEY, &attributes, key, NULL)
                    == ERROR_SUCCESS
                && RegSetKeySecurity(*key, DACL_SECURITY_INFORMATION, rights) == ERROR_SUCCESS;
    LocalFree(rights);
    return done;
}
