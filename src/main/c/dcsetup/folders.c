#include "folders.h"

#include "file.h"
#include "registry.h"
#include "servicesid.h"

#include <sddl.h>
#include <stdio.h>
#include <wchar.h>

#define COURIER L"ADSYNCCOURIER" /* the services' names, as their SIDs are made of them */
#define MASTER L"ADSYNC"
#define SDDL_MOST_UNITS 512
#define ENTRY_MOST_UNITS 128

/* Rights as Windows counts them: read, list and pass through; with deleting; and with writing. */
#define READ L"0x1200a9"
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

/* What one service may do, as SDDL writes it. */
static bool entry(wchar_t out[ENTRY_MOST_UNITS], const wchar_t *inherit, const wchar_t *rights, const wchar_t *service)
{
    wchar_t sid[SERVICE_SID_MOST_UNITS];
    if (!service_sid(service, sid)) {
        return false;
    }
    int units = _snwprintf(out, ENTRY_MOST_UNITS, L"(A;%ls;%ls;;;%ls)", inherit, rights, sid);
    return units > 0 && units < ENTRY_MOST_UNITS;
}

static PSECURITY_DESCRIPTOR descriptor(const wchar_t *administrators, const wchar_t *inherit, const wchar_t *services)
{
    wchar_t sddl[SDDL_MOST_UNITS];
    PSECURITY_DESCRIPTOR result = NULL;
    int units = _snwprintf(sddl, SDDL_MOST_UNITS, L"O:BAG:SYD:PAI(A;%ls;GA;;;SY)(A;%ls;%ls;;;BA)%ls", inherit, inherit,
                           administrators, services);
    if (units < 0 || units >= SDDL_MOST_UNITS
        || !ConvertStringSecurityDescriptorToSecurityDescriptorW(sddl, SDDL_REVISION_1, &result, NULL)) {
        return NULL;
    }
    return result;
}

/* An administrator may take a folder from whoever made it, if he says that he wants to. */
static void use_privilege(const wchar_t *name)
{
    HANDLE token;
    TOKEN_PRIVILEGES wanted = {1, {{{0, 0}, SE_PRIVILEGE_ENABLED}}};
    if (!OpenProcessToken(GetCurrentProcess(), TOKEN_ADJUST_PRIVILEGES, &token)) {
        return;
    }
    if (LookupPrivilegeValueW(NULL, name, &wanted.Privileges[0].Luid)) {
        AdjustTokenPrivileges(token, FALSE, &wanted, 0, NULL, NULL);
    }
    CloseHandle(token);
}

/* Owner and rights of a folder that somebody else may have made: by its handle, so that it stays the same one. */
static bool take_over(const wchar_t *path, PSECURITY_DESCRIPTOR rights)
{
    BY_HANDLE_FILE_INFORMATION is;
    DWORD attributes = GetFileAttributesW(path);
    HANDLE folder = CreateFileW(path, WRITE_OWNER | WRITE_DAC | FILE_READ_ATTRIBUTES,
                                FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                                FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    if (folder == INVALID_HANDLE_VALUE) {
        return false;
    }
    bool done = GetFileInformationByHandle(folder, &is)
                && (is.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0
                && ((is.dwFileAttributes | attributes) & FILE_ATTRIBUTE_REPARSE_POINT) == 0
                && SetKernelObjectSecurity(folder, OWNER_SECURITY_INFORMATION, rights)
                && SetKernelObjectSecurity(folder, DACL_SECURITY_INFORMATION | PROTECTED_DACL_SECURITY_INFORMATION, rights);
    CloseHandle(folder);
    return done;
}

/* Also for a folder that is there already: its owner and its rights are set again. */
static bool make_folder(const wchar_t *path, const wchar_t *administrators, const wchar_t *services)
{
    PSECURITY_DESCRIPTOR rights = descriptor(administrators, L"OICI", services);
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, rights, FALSE};
    if (rights == NULL) {
        return false;
    }
    bool done = CreateDirectoryW(path, &attributes)
                || (GetLastError() == ERROR_ALREADY_EXISTS && take_over(path, rights));
    LocalFree(rights);
    return done;
}

/* Anybody may make a folder in ProgramData: what is below it is ours only if it is, too. The master may live in it. */
static bool make_common_folder(void)
{
    wchar_t path[MAX_PATH];
    wchar_t courier[ENTRY_MOST_UNITS];
    wchar_t services[2 * ENTRY_MOST_UNITS];
    wchar_t master[ENTRY_MOST_UNITS];
    if (!make_path(path, L"ProgramData", L"ADSync") || !entry(courier, L"", READ, COURIER)
        || !entry(master, L"OICI", MODIFY, MASTER)) {
        return false;
    }
    wcscpy(services, courier);
    wcscat(services, master);
    return make_folder(path, L"GA", services);
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
    wchar_t spool[ENTRY_MOST_UNITS];
    wchar_t state[ENTRY_MOST_UNITS];
    use_privilege(L"SeRestorePrivilege");
    if (!make_common_folder()) {
        return false;
    }
    make_parents(places->spool);
    make_parents(places->state);
    make_parents(places->courier);
    return entry(spool, L"OICI", READ_AND_DELETE, COURIER) && make_folder(places->spool, READ, spool)
           && entry(state, L"OICI", MODIFY, COURIER) && make_folder(places->state, L"GA", state);
}

bool key_make(HKEY *key)
{
    wchar_t courier[ENTRY_MOST_UNITS];
    PSECURITY_DESCRIPTOR rights = entry(courier, L"CI", L"KR", COURIER) ? descriptor(L"KA", L"CI", courier) : NULL;
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
