/* A request full of events, and what became of each file in it. */
#ifndef ADSYNC_BATCH_H
#define ADSYNC_BATCH_H

#include "event.h"
#include "queue.h"
#include "text.h"

#define BATCH_MOST_LINES 200
#define BATCH_MOST_FILES 200
#define BATCH_MOST_BYTES (960 * 1024)

/* A record that waited longer is not sent any more, only that it was lost. */
#define EVENT_MOST_DAYS 7

enum line_state { LINE_WAITING, LINE_SETTLED, LINE_REJECTED };

struct batch_line {
    char id[EVENT_ID_CHARACTERS + 1];
    size_t file;
    enum line_state state;
};

struct batch_file {
    wchar_t name[QUEUE_NAME_UNITS];
    char sid[EVENT_SID_CHARACTERS + 1]; /* empty for misses */
    uint64_t filetime;
    char boot[EVENT_BOOT_CHARACTERS + 1];
    uint64_t sequence;
    size_t newer;    /* a file with a later change of the same user, or BATCH_MOST_FILES */
    bool unreadable; /* not the package's: to quarantine at once */
};

struct batch {
    struct text body;
    struct batch_line lines[BATCH_MOST_LINES];
    size_t line_count;
    struct batch_file files[BATCH_MOST_FILES];
    size_t file_count;
};

/* A batch to fill; NULL without memory. */
struct batch *batch_new(void);
void batch_release(struct batch *batch);

/*
 * Takes as much of the queue as fits into so many lines; at least one file. What was too old at that time, which is the
 * earlier one of ours and the master's, is told as lost.
 */
void batch_fill(struct batch *batch, const wchar_t *folder, const struct queue *queue, size_t most_lines,
                uint64_t now);

/* What the master said about one event. */
void batch_settle(struct batch *batch, const char *id, enum line_state state);

/* The state of a file: waiting while any line of it waits; rejected if any line is. */
enum line_state batch_file_state(const struct batch *batch, size_t file);

#endif
