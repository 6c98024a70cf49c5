#include "queue.h"

#include "file.h"

#include <windows.h>
#include <stdlib.h>
#include <string.h>

#define STEM_UNITS 25 /* 16 digits, a hyphen, 8 digits */
#define MOST_FILES 100000

static bool is_record_name(const wchar_t *name, bool *is_miss)
{
    for (size_t i = 0; i < STEM_UNITS; i++) {
        bool right = i == 16 ? name[i] == L'-' : name[i] != L'\0' && wcschr(L"0123456789abcdef", name[i]) != NULL;
        if (!right) {
            return false;
        }
    }
    *is_miss = wcscmp(name + STEM_UNITS, L".miss") == 0;
    return *is_miss || wcscmp(name + STEM_UNITS, L".pwe") == 0;
}

static bool append(struct queue *queue, size_t *room, const wchar_t *name, bool is_miss)
{
    if (queue->count == *room) {
        size_t larger = *room == 0 ? 256 : *room * 2;
        struct queue_file *files = realloc(queue->files, larger * sizeof *files);
        if (files == NULL) {
            return false;
        }
        queue->files = files;
        *room = larger;
    }
    struct queue_file *file = &queue->files[queue->count++];
    wmemcpy(file->name, name, wcslen(name) + 1);
    file->is_miss = is_miss;
    return true;
}

static int by_name(const void *left, const void *right)
{
    return wcscmp(((const struct queue_file *)left)->name, ((const struct queue_file *)right)->name);
}

bool queue_list(const wchar_t *folder, struct queue *queue)
{
    wchar_t pattern[MAX_PATH];
    WIN32_FIND_DATAW found;
    size_t room = 0;
    bool is_miss;
    memset(queue, 0, sizeof *queue);
    if (!file_path(folder, L"*", L"", pattern)) {
        return false;
    }
    HANDLE search = FindFirstFileW(pattern, &found);
    if (search == INVALID_HANDLE_VALUE) {
        return false;
    }
    do {
        if (is_record_name(found.cFileName, &is_miss) && append(queue, &room, found.cFileName, is_miss)) {
            queue->bytes += (uint64_t)found.nFileSizeHigh << 32 | found.nFileSizeLow;
        }
    } while (queue->count < MOST_FILES && FindNextFileW(search, &found));
    FindClose(search);
    if (queue->count > 0) {
        qsort(queue->files, queue->count, sizeof *queue->files, by_name);
    }
    return true;
}

void queue_release(struct queue *queue)
{
    free(queue->files);
    memset(queue, 0, sizeof *queue);
}

uint64_t queue_oldest(const struct queue *queue)
{
    return queue->count == 0 ? 0 : _wcstoui64(queue->files[0].name, NULL, 16);
}
