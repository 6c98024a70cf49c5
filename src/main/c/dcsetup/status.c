#include "status.h"

#include "clock.h"
#include "courierservice.h"
#include "digest.h"
#include "facts.h"
#include "file.h"
#include "folders.h"
#include "json.h"
#include "packages.h"
#include "registry.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ALIVE_MOST_SECONDS 180

static const char *signature_words(enum signature signature)
{
    return signature == SIGNATURE_MICROSOFT ? "signed by Microsoft"
           : signature == SIGNATURE_VALID   ? "signed, not by Microsoft"
                                            : "not signed";
}

static unsigned seconds_since(uint64_t filetime)
{
    uint64_t now = filetime_now();
    return now > filetime ? (unsigned)((now - filetime) / FILETIME_PER_SECOND) : 0;
}

static void print_counters(const char *alive, size_t length)
{
    static const char *const NAMES[] = {"seen", "skipped", "spooled", "missed", "unrecorded", "faults"};
    struct json content;
    struct json counters;
    uint64_t value;
    if (!json_parse(alive, length, &content) || !json_member(content, "counters", &counters)) {
        return;
    }
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        if (json_member_number(counters, NAMES[i], &value)) {
            printf("  %s: %llu\n", NAMES[i], (unsigned long long)value);
        }
    }
}

static uint64_t time_in(struct json alive, const char *name)
{
    char text[24];
    size_t length;
    return json_member_string(alive, name, text, sizeof text, &length) ? strtoull(text, NULL, 10) : 0;
}

static uint32_t package_replaced(void)
{
    HKEY key;
    uint32_t seconds = 0;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) == ERROR_SUCCESS) {
        registry_number(key, L"PackageReplaced", &seconds);
        RegCloseKey(key);
    }
    return seconds;
}

/* What is loaded need not be what is in the file: that takes a restart. */
static void print_what_is_loaded(const char *alive, size_t length)
{
    struct json content;
    char version[32];
    size_t characters;
    if (!json_parse(alive, length, &content)) {
        return;
    }
    if (json_member_string(content, "version", version, sizeof version, &characters)) {
        printf("  version: %s\n", version);
    }
    if (unix_seconds(time_in(content, "started")) < package_replaced()) {
        puts("  the package file was replaced since: restart this domain controller to load it");
    }
    uint64_t captured = time_in(content, "lastCaptured");
    if (captured == 0) {
        puts("  last capture: none since it was loaded");
    } else {
        printf("  last capture: %u s ago\n", seconds_since(captured));
    }
}

/* Whether the package has said since Windows started that it runs: nobody can look into a protected lsass. */
static bool print_loaded(const wchar_t *spool)
{
    wchar_t path[MAX_PATH];
    char alive[2048];
    size_t length;
    uint64_t written = file_path(spool, L"alive", L"", path) ? file_changed_at(path) : 0;
    if (written == 0 || !file_read(path, alive, sizeof alive, &length)) {
        puts("loaded: never; has this domain controller been restarted since the installation?");
        return false;
    }
    unsigned age = seconds_since(written);
    bool since_start = age < GetTickCount64() / 1000;
    bool alive_now = since_start && age <= ALIVE_MOST_SECONDS;
    printf("loaded: %s, last sign of life %u s ago\n",
           alive_now ? "yes" : since_start ? "no longer" : "not since the last start", age);
    print_what_is_loaded(alive, length);
    print_counters(alive, length);
    return alive_now;
}

static void print_spool(const wchar_t *spool)
{
    wchar_t pattern[MAX_PATH];
    WIN32_FIND_DATAW found;
    unsigned records = 0;
    unsigned misses = 0;
    HANDLE search = file_path(spool, L"*", L"", pattern) ? FindFirstFileW(pattern, &found) : INVALID_HANDLE_VALUE;
    if (search != INVALID_HANDLE_VALUE) {
        do {
            size_t length = wcslen(found.cFileName);
            records += length > 4 && wcscmp(found.cFileName + length - 4, L".pwe") == 0;
            misses += length > 5 && wcscmp(found.cFileName + length - 5, L".miss") == 0;
        } while (FindNextFileW(search, &found));
        FindClose(search);
    }
    printf("waiting in the spool: %u records, %u files of misses\n", records, misses);
}

static void print_delivery(const wchar_t *state)
{
    wchar_t path[MAX_PATH];
    uint64_t delivered = file_path(state, L"delivered", L"", path) ? file_changed_at(path) : 0;
    if (delivered == 0) {
        puts("last delivery: never");
    } else {
        printf("last delivery: %u s ago\n", seconds_since(delivered));
    }
}

static bool print_switches(HKEY key)
{
    uint32_t disabled = 0;
    uint32_t starts = 0;
    registry_number(key, L"Disabled", &disabled);
    registry_number(key, L"StartCount", &starts);
    printf("disarmed: %s\n", disabled != 0 ? "yes, by hand" : starts >= 3 ? "yes, by itself after three starts" : "no");
    return disabled == 0 && starts < 3;
}

static bool print_package(void)
{
    struct facts facts;
    struct places places;
    struct multistring list;
    bool registered = packages_read(&list) && multistring_contains(&list, PACKAGE_NAME);
    facts_gather(&facts);
    char digest[DIGEST_CHARACTERS + 1];
    bool known = places_usual(&places);
    enum signature signature = known ? facts_signature(places.package) : SIGNATURE_NONE;
    printf("registered: %s\n", registered ? "yes" : "no");
    printf("package file: %s\n", signature_words(signature));
    if (known && file_digest(places.package, digest)) {
        printf("  SHA-256: %s\n", digest);
    }
    printf("LSA protection: %s\n", facts.lsa_protected ? "on" : "off");
    if (facts.lsa_protected && signature != SIGNATURE_MICROSOFT) {
        puts("  Windows will not load the package: LSA protection wants Microsoft's signature");
        return false;
    }
    return registered;
}

int status(void)
{
    HKEY key;
    wchar_t spool[MAX_PATH];
    wchar_t state[MAX_PATH];
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
        puts("not installed");
        return 3;
    }
    bool known = registry_text(key, L"SpoolDir", spool, MAX_PATH) && registry_text(key, L"StateDir", state, MAX_PATH);
    bool well = print_package();
    well = print_switches(key) && well;
    RegCloseKey(key);
    const char *courier = courier_service_state();
    printf("courier: %s\n", courier);
    well = strcmp(courier, "running") == 0 && well;
    if (known) {
        well = print_loaded(spool) && well;
        print_spool(spool);
        print_delivery(state);
    }
    return known && well ? 0 : 1;
}
