/* What waits in the spool, oldest first. */
#ifndef ADSYNC_QUEUE_H
#define ADSYNC_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#define QUEUE_NAME_UNITS 32

struct queue_file {
    wchar_t name[QUEUE_NAME_UNITS];
    bool is_miss;
};

struct queue {
    struct queue_file *files; /* released by queue_release */
    size_t count;
    uint64_t bytes;
};

/* Lists the records of the package; other files are not looked at. False if the folder cannot be read. */
bool queue_list(const wchar_t *folder, struct queue *queue);
void queue_release(struct queue *queue);

/* FILETIME of the oldest record; 0 if there is none. */
uint64_t queue_oldest(const struct queue *queue);

#endif
