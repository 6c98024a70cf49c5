#include "settings.h"

#include "registry.h"
#include "utf8.h"

#include <string.h>

#define MOST_STARTS 3
#define USUAL_MOST_FILES 10000
#define USUAL_MOST_BYTES (64u << 20)

static bool open_key(REGSAM access, HKEY *key)
{
    return RegOpenKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, access | KEY_WOW64_64KEY, key) == ERROR_SUCCESS;
}

static bool read_ascii(HKEY key, const wchar_t *name, char *out, size_t capacity)
{
    wchar_t wide[SID_MOST_BYTES];
    size_t length;
    if (!registry_text(key, name, wide, SID_MOST_BYTES)
        || !utf8_from_utf16(wide, wcslen(wide), out, capacity - 1, &length)) {
        return false;
    }
    out[length] = '\0';
    return length > 0 && strspn(out, "S-0123456789abcdef") == length;
}

static uint32_t number_or(HKEY key, const wchar_t *name, uint32_t otherwise)
{
    uint32_t value;
    return registry_number(key, name, &value) ? value : otherwise;
}

bool settings_read(struct settings *settings)
{
    HKEY key;
    wchar_t mode[16];
    memset(settings, 0, sizeof *settings);
    if (!open_key(KEY_QUERY_VALUE, &key)) {
        return false;
    }
    settings->disabled = number_or(key, L"Disabled", 0) != 0;
    settings->most_files = number_or(key, L"MaxFiles", USUAL_MOST_FILES);
    settings->most_bytes = number_or(key, L"MaxBytes", USUAL_MOST_BYTES);
    settings->has_root = registry_bytes(key, L"RootKey", settings->root, sizeof settings->root);
    settings->force_phc = registry_text(key, L"Mode", mode, 16) && wcscmp(mode, L"phc") == 0;
    bool complete = registry_text(key, L"SpoolDir", settings->spool, MAX_PATH)
                    && registry_text(key, L"KeySet", settings->key_set, MAX_PATH)
                    && read_ascii(key, L"DomainSid", settings->domain_sid, sizeof settings->domain_sid)
                    && read_ascii(key, L"DcGuid", settings->dc, sizeof settings->dc)
                    && strlen(settings->dc) == DC_ID_BYTES;
    RegCloseKey(key);
    return complete;
}

bool settings_count_start(void)
{
    HKEY key;
    if (!open_key(KEY_QUERY_VALUE | KEY_SET_VALUE, &key)) {
        return false;
    }
    uint32_t starts = number_or(key, L"StartCount", 0);
    bool go_on = number_or(key, L"Disabled", 0) == 0 && starts < MOST_STARTS
                 && registry_set_number(key, L"StartCount", starts + 1);
    RegCloseKey(key);
    return go_on;
}

void settings_forget_starts(void)
{
    HKEY key;
    if (open_key(KEY_SET_VALUE, &key)) {
        registry_set_number(key, L"StartCount", 0);
        RegCloseKey(key);
    }
}

uint32_t settings_key_set_version(void)
{
    HKEY key;
    if (!open_key(KEY_QUERY_VALUE, &key)) {
        return 0;
    }
    uint32_t version = number_or(key, L"KeySetVersion", 0);
    RegCloseKey(key);
    return version;
}

void settings_remember_key_set_version(uint32_t version)
{
    HKEY key;
    if (open_key(KEY_SET_VALUE, &key)) {
        registry_set_number(key, L"KeySetVersion", version);
        RegCloseKey(key);
    }
}
