#include "install.h"

#include "clock.h"
#include "courierservice.h"
#include "digest.h"
#include "facts.h"
#include "file.h"
#include "line.h"
#include "packages.h"
#include "refusal.h"
#include "registry.h"
#include "replace.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

static int fail(const char *what)
{
    fprintf(stderr, "dcsetup: %s (error %lu); nothing more was done\n", what, GetLastError());
    return 1;
}

/* The same once the courier was stopped: with what it was it starts again. */
static int fail_and_go_on(const char *what)
{
    int status = fail(what);
    courier_service_start();
    return status;
}

/* A file beside this program. */
static bool beside(const wchar_t *name, wchar_t out[MAX_PATH])
{
    wchar_t program[MAX_PATH];
    DWORD units = GetModuleFileNameW(NULL, program, MAX_PATH);
    wchar_t *slash = units == 0 || units == MAX_PATH ? NULL : wcsrchr(program, L'\\');
    if (slash == NULL) {
        return false;
    }
    *slash = L'\0';
    return file_path(program, name, L"", out);
}

/* Notes when it became another one, so that status can tell that another one is loaded still. */
static bool put_package(const wchar_t *from, const wchar_t *to)
{
    char fresh[DIGEST_CHARACTERS + 1];
    char present[DIGEST_CHARACTERS + 1];
    HKEY key;
    bool same = file_digest(from, fresh) && file_digest(to, present) && strcmp(fresh, present) == 0;
    if (!replace_file(from, to)) {
        return false;
    }
    if (same) {
        return true;
    }
    if (!key_make(&key)) {
        return false;
    }
    bool done = registry_set_number(key, L"PackageReplaced", (uint32_t)unix_seconds(filetime_now()));
    RegCloseKey(key);
    return done;
}

static bool put_files(const struct options *options)
{
    wchar_t package[MAX_PATH];
    wchar_t courier[MAX_PATH];
    if (!beside(L"pwc1.dll", package) || !beside(L"adsync-courier.exe", courier)) {
        return false;
    }
    courier_service_stop();
    return put_package(package, options->places.package) && replace_file(courier, options->places.courier);
}

static bool has_root(HKEY key)
{
    uint8_t root[P256_POINT_BYTES];
    return registry_bytes(key, L"RootKey", root, sizeof root);
}

/* What is the highest version under one root says nothing of those that another one counts. */
static bool write_root(HKEY key, const uint8_t root[P256_POINT_BYTES])
{
    uint8_t before[P256_POINT_BYTES];
    bool same = registry_bytes(key, L"RootKey", before, sizeof before) && memcmp(before, root, sizeof before) == 0;
    return same
           || (registry_set_number(key, L"KeySetVersion", 0)
               && registry_set_bytes(key, L"RootKey", root, P256_POINT_BYTES));
}

static bool write_settings(const struct options *options, const struct facts *facts)
{
    HKEY key;
    if (!key_make(&key)) {
        return false;
    }
    bool done = registry_set_text(key, L"SpoolDir", options->places.spool)
                && registry_set_text(key, L"StateDir", options->places.state)
                && registry_set_text(key, L"KeySet", options->places.key_set)
                && registry_set_text(key, L"DomainSid", facts->domain_sid)
                && registry_set_text(key, L"DcGuid", facts->dc_guid)
                && registry_set_text(key, L"Mode", options->phc ? L"phc" : L"key-set")
                && registry_set_number(key, L"StartCount", 0) && registry_set_number(key, L"Disabled", 0);
    if (done && options->has_root) {
        done = write_root(key, options->root);
    }
    if (done && !has_root(key)) {
        fputs("dcsetup: no --root was ever given: the package would have nothing to trust\n", stderr);
        done = false;
    }
    RegCloseKey(key);
    return done;
}

static bool leave_token(const struct options *options)
{
    wchar_t path[MAX_PATH];
    wchar_t unfinished[MAX_PATH];
    char text[512];
    bool there = wcscmp(options->token, L"-") == 0
                     ? line_read(text, sizeof text)
                     : WideCharToMultiByte(CP_UTF8, 0, options->token, -1, text, sizeof text, NULL, NULL) > 1;
    bool done = there && file_path(options->places.state, L"enrol", L".token", path)
                && file_path(options->places.state, L"enrol", L".tmp", unfinished)
                && file_replace(unfinished, path, text, strlen(text));
    SecureZeroMemory(text, sizeof text);
    return done;
}

static void warn_of_neighbours(void)
{
    static const wchar_t *const KNOWN[] = {L"password_sync_dll", L"ClusAuthMgr", L"PassFiltEx", L"passwdhk"};
    struct multistring list;
    if (!packages_read(&list)) {
        return;
    }
    for (size_t i = 0; i < sizeof KNOWN / sizeof *KNOWN; i++) {
        if (multistring_contains(&list, KNOWN[i])) {
            printf("warning: %ls is installed as well; users have reported trouble of it with other packages\n",
                   KNOWN[i]);
        }
    }
}

/* Nothing is written before everything that can refuse has been asked. */
static bool may_install(struct facts *facts)
{
    wchar_t package[MAX_PATH];
    struct multistring list;
    if (!beside(L"pwc1.dll", package) || GetFileAttributesW(package) == INVALID_FILE_ATTRIBUTES) {
        fputs("dcsetup: refused: pwc1.dll is not beside dcsetup.exe\n", stderr);
        return false;
    }
    facts_gather(facts);
    const char *why = refusal(facts, facts_signature(package));
    if (why == NULL && (!packages_read(&list) || multistring_count(&list) == 0)) {
        why = packages_words(PACKAGES_UNREADABLE);
    }
    if (why != NULL) {
        fprintf(stderr, "dcsetup: refused: %s\n", why);
    }
    return why == NULL;
}

int install(const struct options *options)
{
    struct facts facts;
    if (!may_install(&facts)) {
        return 3;
    }
    warn_of_neighbours();
    if (!folders_make(&options->places)) {
        return fail("the folders cannot be made, are links elsewhere, or belong to somebody who does not give them away");
    }
    if (!write_settings(options, &facts)) {
        return fail("the settings cannot be written");
    }
    if (options->token != NULL && !leave_token(options)) {
        return fail("the token cannot be left for the courier");
    }
    if (!put_files(options)) {
        return fail_and_go_on("the files cannot be copied");
    }
    if (!courier_service_install(options->places.courier)) {
        return fail_and_go_on("the service cannot be created");
    }
    /* Last, and only when all the rest is in place: from the next start on lsass loads the package. */
    enum packages_outcome outcome = packages_add();
    if (outcome != PACKAGES_DONE && outcome != PACKAGES_ALREADY) {
        fprintf(stderr, "dcsetup: %s\n", packages_words(outcome));
        return 1;
    }
    printf("notification package: %s\n", packages_words(outcome));
    printf("courier: %s\n", courier_service_start() ? "started" : "installed, but it did not start");
    puts("Restart this domain controller: until then no password change is captured.");
    return 0;
}

static bool set_disabled(void)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
        return false;
    }
    bool done = registry_set_number(key, L"Disabled", 1);
    RegCloseKey(key);
    return done;
}

int disarm(void)
{
    if (!set_disabled()) {
        return fail("the package cannot be disarmed");
    }
    puts("Disarmed: the package takes nothing more from now on, and after every start. dcsetup install arms it again.");
    return 0;
}

int remove_all(const struct options *options)
{
    enum packages_outcome outcome = packages_remove();
    if (outcome != PACKAGES_DONE && outcome != PACKAGES_ALREADY) {
        fprintf(stderr, "dcsetup: %s\n", packages_words(outcome));
        return 1;
    }
    printf("notification package: %s\n", packages_words(outcome));
    set_disabled(); /* it stays loaded until the next start, idle */
    printf("courier: %s\n", courier_service_remove() ? "removed" : "cannot be removed");
    if (!replace_by_nothing(options->places.courier) || !replace_by_nothing(options->places.package)) {
        printf("the files cannot be deleted (error %lu)\n", GetLastError());
    }
    puts("Restart this domain controller to unload the package. Records not yet delivered are left in the spool.");
    return 0;
}
