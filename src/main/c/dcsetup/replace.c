#include "replace.h"

#include <windows.h>

#define MOST_ASIDE 1000

static bool with_ending(const wchar_t *path, const wchar_t *ending, wchar_t out[MAX_PATH])
{
    size_t length = wcslen(path);
    size_t more = wcslen(ending);
    if (length + more >= MAX_PATH) {
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return false;
    }
    wmemcpy(out, path, length);
    wmemcpy(out + length, ending, more + 1);
    return true;
}

/* Gives it a name that nobody has: Windows deletes by name, and must not find there what is installed later. */
static bool put_aside(const wchar_t *path, wchar_t aside[MAX_PATH])
{
    for (unsigned i = 0; i < MOST_ASIDE; i++) {
        wchar_t ending[16];
        _snwprintf(ending, 16, L".%u.old", i);
        if (!with_ending(path, ending, aside)) {
            return false;
        }
        if (MoveFileExW(path, aside, 0)) {
            return true;
        }
        if (GetLastError() != ERROR_ALREADY_EXISTS && GetLastError() != ERROR_FILE_EXISTS) {
            return false;
        }
    }
    return false;
}

static bool take_place(const wchar_t *fresh, const wchar_t *to)
{
    wchar_t aside[MAX_PATH];
    if (MoveFileExW(fresh, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
        return true;
    }
    if (!put_aside(to, aside)) {
        return false;
    }
    if (MoveFileExW(fresh, to, MOVEFILE_WRITE_THROUGH)) {
        MoveFileExW(aside, NULL, MOVEFILE_DELAY_UNTIL_REBOOT);
        return true;
    }
    DWORD why = GetLastError();
    MoveFileExW(aside, to, 0);
    SetLastError(why);
    return false;
}

bool replace_file(const wchar_t *from, const wchar_t *to)
{
    wchar_t fresh[MAX_PATH];
    if (!with_ending(to, L".new", fresh)) {
        return false;
    }
    if (CopyFileW(from, fresh, FALSE) && take_place(fresh, to)) {
        return true;
    }
    DWORD why = GetLastError();
    DeleteFileW(fresh);
    SetLastError(why);
    return false;
}

bool replace_by_nothing(const wchar_t *path)
{
    wchar_t aside[MAX_PATH];
    if (DeleteFileW(path) || GetLastError() == ERROR_FILE_NOT_FOUND || GetLastError() == ERROR_PATH_NOT_FOUND) {
        return true;
    }
    return put_aside(path, aside) && MoveFileExW(aside, NULL, MOVEFILE_DELAY_UNTIL_REBOOT);
}
