#include "file.h"

#include <windows.h>

bool file_path(const wchar_t *folder, const wchar_t *name, const wchar_t *extension, wchar_t *path)
{
    size_t head = wcslen(folder);
    size_t stem = wcslen(name);
    size_t tail = wcslen(extension);
    if (head + 1 + stem + tail + 1 > MAX_PATH) {
        return false;
    }
    wmemcpy(path, folder, head);
    path[head] = L'\\';
    wmemcpy(path + head + 1, name, stem);
    wmemcpy(path + head + 1 + stem, extension, tail + 1);
    return true;
}

/* Neither a link, which is not followed, nor a pipe or a device, whose other end would learn who opened it. */
static HANDLE open_to_read(const wchar_t *path)
{
    return CreateFileW(path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                       FILE_ATTRIBUTE_NORMAL | FILE_FLAG_OPEN_REPARSE_POINT | SECURITY_SQOS_PRESENT | SECURITY_ANONYMOUS,
                       NULL);
}

static bool is_plain(HANDLE file)
{
    BY_HANDLE_FILE_INFORMATION is;
    return GetFileType(file) == FILE_TYPE_DISK && GetFileInformationByHandle(file, &is)
           && (is.dwFileAttributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT)) == 0;
}

bool file_read(const wchar_t *path, char *out, size_t capacity, size_t *length)
{
    DWORD got = 0;
    HANDLE file = open_to_read(path);
    if (file == INVALID_HANDLE_VALUE) {
        return false;
    }
    bool done = is_plain(file) && ReadFile(file, out, (DWORD)capacity, &got, NULL) && got < capacity;
    CloseHandle(file);
    *length = got;
    return done;
}

static bool write_all(const wchar_t *path, const void *bytes, size_t length)
{
    DWORD written = 0;
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL | FILE_FLAG_WRITE_THROUGH, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        return false;
    }
    bool done = WriteFile(file, bytes, (DWORD)length, &written, NULL) && written == length;
    return CloseHandle(file) && done;
}

bool file_replace(const wchar_t *unfinished, const wchar_t *finished, const void *bytes, size_t length)
{
    if (write_all(unfinished, bytes, length)
        && MoveFileExW(unfinished, finished, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH)) {
        return true;
    }
    DeleteFileW(unfinished);
    return false;
}

uint64_t file_changed_at(const wchar_t *path)
{
    WIN32_FILE_ATTRIBUTE_DATA data;
    if (!GetFileAttributesExW(path, GetFileExInfoStandard, &data)) {
        return 0;
    }
    return (uint64_t)data.ftLastWriteTime.dwHighDateTime << 32 | data.ftLastWriteTime.dwLowDateTime;
}
