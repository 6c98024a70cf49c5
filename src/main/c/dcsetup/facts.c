#include "facts.h"

#include "lsaprotection.h"

#include <dsrole.h>
#include <ntsecapi.h>
#include <sddl.h>
#define SECURITY_WIN32
#include <security.h>
#include <softpub.h>
#include <string.h>
#include <wchar.h>
#include <wintrust.h>

#ifndef CERT_CHAIN_POLICY_MICROSOFT_ROOT
#define CERT_CHAIN_POLICY_MICROSOFT_ROOT ((LPCSTR)7)
#endif

#ifndef DSROLE_PRIMARY_DS_READONLY
#define DSROLE_PRIMARY_DS_READONLY 0x00000008
#endif

typedef BOOL(WINAPI *is_wow64_process2)(HANDLE, USHORT *, USHORT *);

static bool is_x64(void)
{
    SYSTEM_INFO system;
    USHORT process;
    USHORT native;
    HMODULE kernel = GetModuleHandleW(L"kernel32.dll");
    /* Absent before Windows 10; where it is there, it is the only one that an emulator does not deceive. */
    is_wow64_process2 ask = (is_wow64_process2)(void *)GetProcAddress(kernel, "IsWow64Process2");
    if (ask != NULL && ask(GetCurrentProcess(), &process, &native)) {
        return native == IMAGE_FILE_MACHINE_AMD64;
    }
    GetNativeSystemInfo(&system);
    return system.wProcessorArchitecture == PROCESSOR_ARCHITECTURE_AMD64;
}

static bool is_administrator(void)
{
    SID_IDENTIFIER_AUTHORITY authority = {SECURITY_NT_AUTHORITY};
    PSID administrators;
    BOOL member = FALSE;
    if (!AllocateAndInitializeSid(&authority, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0, 0, 0, 0,
                                  &administrators)) {
        return false;
    }
    bool done = CheckTokenMembership(NULL, administrators, &member) && member;
    FreeSid(administrators);
    return done;
}

static void find_role(struct facts *facts)
{
    DSROLE_PRIMARY_DOMAIN_INFO_BASIC *info = NULL;
    if (DsRoleGetPrimaryDomainInformation(NULL, DsRolePrimaryDomainInfoBasic, (BYTE **)&info) != ERROR_SUCCESS) {
        return;
    }
    facts->domain_controller = info->MachineRole == DsRole_RolePrimaryDomainController
                               || info->MachineRole == DsRole_RoleBackupDomainController;
    facts->read_only = (info->Flags & DSROLE_PRIMARY_DS_READONLY) != 0;
    DsRoleFreeMemory(info);
}

static void find_domain_sid(struct facts *facts)
{
    LSA_OBJECT_ATTRIBUTES attributes = {.Length = sizeof attributes};
    LSA_HANDLE policy;
    POLICY_DNS_DOMAIN_INFO *domain = NULL;
    wchar_t *text = NULL;
    if (LsaOpenPolicy(NULL, &attributes, POLICY_VIEW_LOCAL_INFORMATION, &policy) != 0) {
        return;
    }
    if (LsaQueryInformationPolicy(policy, PolicyDnsDomainInformation, (void **)&domain) == 0 && domain->Sid != NULL
        && ConvertSidToStringSidW(domain->Sid, &text)) {
        wcsncpy(facts->domain_sid, text, sizeof facts->domain_sid / sizeof *text - 1);
        LocalFree(text);
    }
    if (domain != NULL) {
        LsaFreeMemory(domain);
    }
    LsaClose(policy);
}

static void find_dc_guid(struct facts *facts)
{
    wchar_t text[64];
    ULONG units = 64;
    size_t length = 0;
    if (!GetComputerObjectNameW(NameUniqueId, text, &units)) {
        return;
    }
    for (const wchar_t *at = text; *at != L'\0' && length < 36; at++) {
        if (*at != L'{' && *at != L'}') {
            facts->dc_guid[length++] = *at >= L'A' && *at <= L'F' ? (wchar_t)(*at - L'A' + L'a') : *at;
        }
    }
}

void facts_gather(struct facts *facts)
{
    memset(facts, 0, sizeof *facts);
    facts->x64 = is_x64();
    facts->administrator = is_administrator();
    facts->lsa_protected = lsa_protection() != 0;
    find_role(facts);
    find_domain_sid(facts);
    find_dc_guid(facts);
}

/* Whether the chain of the signer ends at a root of Microsoft's. */
static bool by_microsoft(HANDLE state)
{
    CRYPT_PROVIDER_DATA *data = WTHelperProvDataFromStateData(state);
    CRYPT_PROVIDER_SGNR *signer = data == NULL ? NULL : WTHelperGetProvSignerFromChain(data, 0, FALSE, 0);
    CERT_CHAIN_POLICY_PARA parameters = {.cbSize = sizeof parameters};
    CERT_CHAIN_POLICY_STATUS status = {.cbSize = sizeof status};
    return signer != NULL && signer->pChainContext != NULL
           && CertVerifyCertificateChainPolicy(CERT_CHAIN_POLICY_MICROSOFT_ROOT, signer->pChainContext, &parameters,
                                               &status)
           && status.dwError == 0;
}

enum signature facts_signature(const wchar_t *path)
{
    GUID action = WINTRUST_ACTION_GENERIC_VERIFY_V2;
    WINTRUST_FILE_INFO file = {.cbStruct = sizeof file, .pcwszFilePath = path};
    WINTRUST_DATA trust = {.cbStruct = sizeof trust,
                           .dwUIChoice = WTD_UI_NONE,
                           .fdwRevocationChecks = WTD_REVOKE_NONE,
                           .dwUnionChoice = WTD_CHOICE_FILE,
                           .pFile = &file,
                           .dwStateAction = WTD_STATEACTION_VERIFY};
    enum signature signature = SIGNATURE_NONE;
    if (WinVerifyTrust(INVALID_HANDLE_VALUE, &action, &trust) == ERROR_SUCCESS) {
        signature = by_microsoft(trust.hWVTStateData) ? SIGNATURE_MICROSOFT : SIGNATURE_VALID;
    }
    trust.dwStateAction = WTD_STATEACTION_CLOSE;
    WinVerifyTrust(INVALID_HANDLE_VALUE, &action, &trust);
    return signature;
}
