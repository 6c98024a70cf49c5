#include "packages.h"

#include "registry.h"

#define LSA_KEY L"SYSTEM\\CurrentControlSet\\Control\\Lsa"
#define LIST L"Notification Packages"
#define KEPT L"NotificationPackagesBefore"

static bool open_lsa(REGSAM access, HKEY *key)
{
    return RegOpenKeyExW(HKEY_LOCAL_MACHINE, LSA_KEY, 0, access | KEY_WOW64_64KEY, key) == ERROR_SUCCESS;
}

bool packages_read(struct multistring *list)
{
    HKEY key;
    wchar_t units[MULTISTRING_MOST_UNITS];
    DWORD type = 0;
    DWORD length = sizeof units;
    if (!open_lsa(KEY_QUERY_VALUE, &key)) {
        return false;
    }
    bool done = RegQueryValueExW(key, LIST, NULL, &type, (BYTE *)units, &length) == ERROR_SUCCESS
                && type == REG_MULTI_SZ && multistring_take(list, units, length / sizeof *units);
    RegCloseKey(key);
    return done;
}

static bool set(HKEY key, const wchar_t *name, const struct multistring *list)
{
    return RegSetValueExW(key, name, 0, REG_MULTI_SZ, (const BYTE *)list->units,
                          (DWORD)(list->length * sizeof *list->units))
           == ERROR_SUCCESS;
}

static enum packages_outcome write(const struct multistring *list)
{
    HKEY key;
    if (multistring_count(list) == 0) {
        return PACKAGES_WOULD_BE_EMPTY;
    }
    if (!open_lsa(KEY_SET_VALUE, &key)) {
        return PACKAGES_DENIED;
    }
    bool done = set(key, LIST, list) && RegFlushKey(key) == ERROR_SUCCESS;
    RegCloseKey(key);
    return done ? PACKAGES_DONE : PACKAGES_DENIED;
}

static bool keep(const struct multistring *list)
{
    HKEY key;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, KEY_SET_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
        return false;
    }
    bool done = set(key, KEPT, list);
    RegCloseKey(key);
    return done;
}

enum packages_outcome packages_add(void)
{
    struct multistring list;
    if (!packages_read(&list) || multistring_count(&list) == 0) {
        return PACKAGES_UNREADABLE; /* a domain controller always has some: this is not the time to write */
    }
    if (multistring_contains(&list, PACKAGE_NAME)) {
        return PACKAGES_ALREADY;
    }
    if (!keep(&list)) {
        return PACKAGES_DENIED;
    }
    return multistring_append(&list, PACKAGE_NAME) ? write(&list) : PACKAGES_UNREADABLE;
}

enum packages_outcome packages_remove(void)
{
    struct multistring list;
    if (!packages_read(&list)) {
        return PACKAGES_UNREADABLE;
    }
    if (!multistring_contains(&list, PACKAGE_NAME)) {
        return PACKAGES_ALREADY;
    }
    multistring_remove(&list, PACKAGE_NAME);
    return write(&list);
}

const char *packages_words(enum packages_outcome outcome)
{
    switch (outcome) {
    case PACKAGES_DONE:
        return "changed";
    case PACKAGES_ALREADY:
        return "already so";
    case PACKAGES_UNREADABLE:
        return "the list of notification packages is missing, empty or no list; nothing was changed";
    case PACKAGES_WOULD_BE_EMPTY:
        return "the list of notification packages would be empty, which is never written; nothing was changed";
    default:
        return "the registry refuses the change";
    }
}
