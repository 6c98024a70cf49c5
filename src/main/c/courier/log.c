#include "log.h"

#include "file.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void log_open(struct log *log, const wchar_t *folder, bool echo)
{
    log->echo = echo;
    if (!file_path(folder, L"courier", L".log", log->path)
        || !file_path(folder, L"courier.1", L".log", log->old_path)) {
        log->path[0] = L'\0';
    }
}

static void append(const struct log *log, const char *line, size_t length)
{
    LARGE_INTEGER size;
    DWORD written;
    HANDLE file = CreateFileW(log->path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        return;
    }
    WriteFile(file, line, (DWORD)length, &written, NULL);
    bool full = GetFileSizeEx(file, &size) && size.QuadPart > LOG_MOST_BYTES;
    CloseHandle(file);
    if (full) {
        MoveFileExW(log->path, log->old_path, MOVEFILE_REPLACE_EXISTING);
    }
}

/* Whatever came from outside must not begin a line of its own. */
static void flatten(char *line, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)line[i] < 0x20 || line[i] == 0x7F) {
            line[i] = '?';
        }
    }
}

void log_line(struct log *log, const char *format, ...)
{
    char line[512];
    SYSTEMTIME now;
    va_list arguments;
    GetSystemTime(&now);
    int head = snprintf(line, sizeof line, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ ", now.wYear, now.wMonth, now.wDay,
                        now.wHour, now.wMinute, now.wSecond, now.wMilliseconds);
    va_start(arguments, format);
    int body = vsnprintf(line + head, sizeof line - (size_t)head - 2, format, arguments);
    va_end(arguments);
    size_t length = (size_t)head + (body < 0 ? 0 : strlen(line + head));
    flatten(line, length);
    line[length++] = '\n';
    if (log->echo) {
        fwrite(line, 1, length, stdout);
        fflush(stdout);
    }
    if (log->path[0] != L'\0') {
        append(log, line, length);
    }
}
