#include "spool.h"

#include "clock.h"
#include "file.h"

#include <wchar.h>

#define ABANDONED_AFTER (3600 * FILETIME_PER_SECOND)
#define COUNT_AFTER (10 * FILETIME_PER_SECOND)

/* A file whose writing was cut off by the end of lsass; what was in it is lost with that. */
static void remove_abandoned(const struct spool *spool, const WIN32_FIND_DATAW *found)
{
    wchar_t path[MAX_PATH];
    size_t length = wcslen(found->cFileName);
    uint64_t written = (uint64_t)found->ftLastWriteTime.dwHighDateTime << 32 | found->ftLastWriteTime.dwLowDateTime;
    if (length > 4 && wcscmp(found->cFileName + length - 4, L".tmp") == 0
        && written + ABANDONED_AFTER < spool->counted && file_path(spool->folder, found->cFileName, L"", path)) {
        DeleteFileW(path);
    }
}

static void count_files(struct spool *spool)
{
    wchar_t pattern[MAX_PATH];
    WIN32_FIND_DATAW found;
    spool->files = 0;
    spool->bytes = 0;
    spool->counted = filetime_now();
    if (!file_path(spool->folder, L"*", L"", pattern)) {
        return;
    }
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search == INVALID_HANDLE_VALUE) {
        return;
    }
    do {
        if ((found.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) == 0) {
            remove_abandoned(spool, &found);
            spool->files++;
            spool->bytes += (uint64_t)found.nFileSizeHigh << 32 | found.nFileSizeLow;
        }
    } while (FindNextFileW(search, &found));
    FindClose(search);
}

static bool has_room(struct spool *spool, size_t length, uint64_t reserve)
{
    uint64_t age = filetime_now() - spool->counted;
    bool room = spool->files < spool->most_files + reserve
                && spool->bytes + length <= spool->most_bytes + reserve * MAX_PATH;
    if (!room || age > COUNT_AFTER) {
        count_files(spool);
        room = spool->files < spool->most_files + reserve
               && spool->bytes + length <= spool->most_bytes + reserve * MAX_PATH;
    }
    return room;
}

bool spool_has_room(struct spool *spool)
{
    return has_room(spool, 1, 0);
}

static bool write_and_rename(const struct spool *spool, const wchar_t *name, const wchar_t *extension,
                             const char *bytes, size_t length)
{
    wchar_t unfinished[MAX_PATH];
    wchar_t finished[MAX_PATH];
    return file_path(spool->folder, name, L".tmp", unfinished)
           && file_path(spool->folder, name, extension, finished)
           && file_replace(unfinished, finished, bytes, length);
}

/* "<FILETIME as 16 hexadecimal digits>-<sequence as 8>": names sort by time. */
static void record_name(uint64_t filetime, uint32_t sequence, wchar_t name[26])
{
    static const wchar_t DIGITS[] = L"0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        name[i] = DIGITS[filetime >> (60 - 4 * i) & 15];
    }
    name[16] = L'-';
    for (int i = 0; i < 8; i++) {
        name[17 + i] = DIGITS[sequence >> (28 - 4 * i) & 15];
    }
    name[25] = L'\0';
}

enum spool_outcome spool_write(struct spool *spool, uint64_t filetime, uint32_t sequence, const wchar_t *extension,
                               const char *bytes, size_t length)
{
    wchar_t name[26];
    bool secret = wcscmp(extension, L".pwe") == 0;
    if (!has_room(spool, length, secret ? 0 : MISS_FILES_RESERVE)) {
        return SPOOL_FULL;
    }
    record_name(filetime, sequence, name);
    if (!write_and_rename(spool, name, extension, bytes, length)) {
        return SPOOL_ERROR;
    }
    spool->files++;
    spool->bytes += length;
    return SPOOL_WRITTEN;
}

bool spool_replace(struct spool *spool, const wchar_t *name, const char *bytes, size_t length)
{
    return write_and_rename(spool, name, L"", bytes, length);
}
