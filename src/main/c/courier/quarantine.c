#include "quarantine.h"

#include "clock.h"
#include "file.h"

#include <windows.h>

#define KEPT (7ull * 86400 * FILETIME_PER_SECOND)

/* Its time there begins; false if that, or what is in it, may not survive a power cut. */
static bool settle(const wchar_t *path)
{
    FILETIME now;
    HANDLE file = CreateFileW(path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        return false;
    }
    GetSystemTimeAsFileTime(&now);
    bool settled = SetFileTime(file, NULL, NULL, &now) && FlushFileBuffers(file);
    DWORD why = GetLastError();
    CloseHandle(file);
    SetLastError(why);
    return settled;
}

bool quarantine_put(const wchar_t *state, const wchar_t *name, const wchar_t *from)
{
    wchar_t folder[MAX_PATH];
    wchar_t to[MAX_PATH];
    if (!file_path(state, L"quarantine", L"", folder) || !file_path(folder, name, L"", to)) {
        SetLastError(ERROR_FILENAME_EXCED_RANGE);
        return false;
    }
    CreateDirectoryW(folder, NULL);
    /* A copy has the rights of its folder: what lies in the spool may be read and deleted, and no more. */
    return CopyFileW(from, to, FALSE) && settle(to) && DeleteFileW(from);
}

static bool deleted(const wchar_t *folder, const WIN32_FIND_DATAW *found, uint64_t now)
{
    wchar_t path[MAX_PATH];
    uint64_t since = (uint64_t)found->ftLastWriteTime.dwHighDateTime << 32 | found->ftLastWriteTime.dwLowDateTime;
    return now > since && now - since > KEPT && file_path(folder, found->cFileName, L"", path) && DeleteFileW(path);
}

size_t quarantine_tidy(const wchar_t *state)
{
    wchar_t folder[MAX_PATH];
    wchar_t pattern[MAX_PATH];
    WIN32_FIND_DATAW found;
    size_t left = 0;
    if (!file_path(state, L"quarantine", L"", folder) || !file_path(folder, L"*", L"", pattern)) {
        return 0;
    }
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search == INVALID_HANDLE_VALUE) {
        return 0; /* nothing was ever rejected */
    }
    do {
        bool is_file = (found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0;
        left += is_file && !deleted(folder, &found, filetime_now()) ? 1 : 0;
    } while (FindNextFileW(search, &found));
    FindClose(search);
    return left;
}
