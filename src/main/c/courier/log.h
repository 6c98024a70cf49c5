/* The courier's log: what happened to which event, and never what is in it. */
#ifndef ADSYNC_LOG_H
#define ADSYNC_LOG_H

#include <windows.h>
#include <stdbool.h>

#define LOG_MOST_BYTES (1 << 20)

struct log {
    wchar_t path[MAX_PATH];
    wchar_t old_path[MAX_PATH];
    bool echo; /* on standard output as well */
};

void log_open(struct log *log, const wchar_t *folder, bool echo);

/* One line with the time before it. A log that cannot be written is not an error. */
void log_line(struct log *log, const char *format, ...) __attribute__((format(gnu_printf, 2, 3)));

#endif
