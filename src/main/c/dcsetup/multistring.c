#include "multistring.h"

#include <string.h>

static const wchar_t *next_name(const struct multistring *list, const wchar_t *name)
{
    const wchar_t *next = name == NULL ? list->units : name + wcslen(name) + 1;
    return *next == L'\0' ? NULL : next;
}

bool multistring_take(struct multistring *list, const wchar_t *units, size_t length)
{
    size_t written = 0;
    memset(list, 0, sizeof *list);
    for (size_t i = 0; i < length;) {
        size_t end = i;
        while (end < length && units[end] != L'\0') {
            end++;
        }
        if (end == i) {
            break; /* the empty name ends the list */
        }
        if (written + (end - i) + 2 > MULTISTRING_MOST_UNITS) {
            return false;
        }
        wmemcpy(list->units + written, units + i, end - i);
        written += end - i + 1;
        i = end + 1;
    }
    list->length = written + 1;
    return true;
}

size_t multistring_count(const struct multistring *list)
{
    size_t count = 0;
    for (const wchar_t *name = next_name(list, NULL); name != NULL; name = next_name(list, name)) {
        count++;
    }
    return count;
}

bool multistring_contains(const struct multistring *list, const wchar_t *wanted)
{
    for (const wchar_t *name = next_name(list, NULL); name != NULL; name = next_name(list, name)) {
        if (_wcsicmp(name, wanted) == 0) {
            return true;
        }
    }
    return false;
}

bool multistring_append(struct multistring *list, const wchar_t *name)
{
    size_t length = wcslen(name);
    if (multistring_contains(list, name)) {
        return true;
    }
    if (list->length + length + 1 > MULTISTRING_MOST_UNITS) {
        return false;
    }
    wmemcpy(list->units + list->length - 1, name, length + 1);
    list->length += length + 1;
    list->units[list->length - 1] = L'\0';
    return true;
}

void multistring_remove(struct multistring *list, const wchar_t *unwanted)
{
    size_t written = 0;
    for (const wchar_t *name = next_name(list, NULL); name != NULL;) {
        const wchar_t *next = next_name(list, name);
        size_t length = wcslen(name) + 1;
        if (_wcsicmp(name, unwanted) != 0) {
            wmemmove(list->units + written, name, length);
            written += length;
        }
        name = next;
    }
    wmemset(list->units + written, L'\0', MULTISTRING_MOST_UNITS - written);
    list->length = written + 1;
}
