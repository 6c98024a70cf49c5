#include "batch.h"

#include "clock.h"
#include "file.h"

#include <windows.h>
#include <stdlib.h>
#include <string.h>

#define FILE_MOST_BYTES 65536

struct batch *batch_new(void)
{
    struct batch *batch = calloc(1, sizeof *batch);
    char *body = malloc(BATCH_MOST_BYTES);
    if (batch == NULL || body == NULL) {
        free(batch);
        free(body);
        return NULL;
    }
    text_start(&batch->body, body, BATCH_MOST_BYTES);
    return batch;
}

void batch_release(struct batch *batch)
{
    if (batch != NULL) {
        free(batch->body.bytes);
        free(batch);
    }
}

static void add_line(struct batch *batch, const struct event *event)
{
    struct batch_line *line = &batch->lines[batch->line_count++];
    memcpy(line->id, event->id, sizeof line->id);
    line->file = batch->file_count;
    line->state = LINE_WAITING;
}

static void write_expired(struct text *body, const struct event *event)
{
    text_string(body, "{\"miss\":{\"id\":");
    text_json_string(body, event->id, strlen(event->id));
    text_string(body, ",\"sid\":");
    text_json_string(body, event->sid, strlen(event->sid));
    text_string(body, ",\"ft\":\"");
    text_decimal(body, event->filetime);
    text_string(body, "\",\"dc\":");
    text_json_string(body, event->dc, strlen(event->dc));
    text_string(body, ",\"reason\":\"expired\"}}\n");
}

static bool add_record(struct batch *batch, const char *bytes, size_t length, uint64_t now)
{
    struct event event;
    struct batch_file *file = &batch->files[batch->file_count];
    if (!event_of_record(bytes, length, &event)) {
        return false;
    }
    memcpy(file->sid, event.sid, sizeof file->sid);
    file->filetime = event.filetime;
    memcpy(file->boot, event.boot, sizeof file->boot);
    file->sequence = event.sequence;
    if (now > event.filetime && now - event.filetime > EVENT_MOST_DAYS * 86400 * FILETIME_PER_SECOND) {
        write_expired(&batch->body, &event);
    } else {
        text_string(&batch->body, "{\"jwe\":\"");
        text_put(&batch->body, bytes, length);
        text_string(&batch->body, "\"}\n");
    }
    add_line(batch, &event);
    return true;
}

static bool add_misses(struct batch *batch, const char *bytes, size_t length)
{
    const char *end = bytes + length;
    bool any = false;
    while (bytes < end && batch->line_count < BATCH_MOST_LINES) {
        const char *newline = memchr(bytes, '\n', (size_t)(end - bytes));
        size_t line = (size_t)((newline == NULL ? end : newline) - bytes);
        struct json miss;
        struct event event;
        if (line > 0 && (!json_parse(bytes, line, &miss) || !event_of_miss(miss, &event))) {
            return false;
        }
        if (line > 0) {
            text_string(&batch->body, "{\"miss\":");
            text_put(&batch->body, bytes, line);
            text_string(&batch->body, "}\n");
            add_line(batch, &event);
            any = true;
        }
        bytes += line + 1;
    }
    return any;
}

/* Whether both are of one user, in an order that no clock can change. Between two boots the master decides. */
static bool are_in_order(const struct batch_file *one, const struct batch_file *other)
{
    return strcmp(one->sid, other->sid) == 0 && strcmp(one->boot, other->boot) == 0
           && one->sequence != other->sequence;
}

/* Only the newest password of a user is sent: an earlier one of the batch waits for what becomes of it. */
static void supersede_earlier(struct batch *batch)
{
    struct batch_file *last = &batch->files[batch->file_count];
    for (size_t i = 0; i < batch->file_count && last->sid[0] != '\0' && last->boot[0] != '\0'; i++) {
        struct batch_file *file = &batch->files[i];
        if (!are_in_order(file, last)) {
            continue;
        }
        if (file->sequence < last->sequence && file->newer == BATCH_MOST_FILES) {
            file->newer = batch->file_count;
        } else if (file->sequence > last->sequence && last->newer == BATCH_MOST_FILES) {
            last->newer = i;
        }
    }
}

static size_t lines_in(const char *bytes, size_t length)
{
    size_t lines = 0;
    for (size_t i = 0; i < length; i++) {
        lines += bytes[i] == '\n';
    }
    return lines;
}

/* False if the file does not fit any more. */
static bool add_file(struct batch *batch, const struct queue_file *queued, const char *bytes, size_t length,
                     size_t most_lines, uint64_t now)
{
    size_t lines = queued->is_miss ? lines_in(bytes, length) : 1;
    size_t room = batch->body.capacity - batch->body.length;
    if (batch->file_count > 0
        && (batch->line_count + lines > most_lines || room < length + (lines + 1) * 512)) {
        return false;
    }
    size_t body_before = batch->body.length;
    size_t lines_before = batch->line_count;
    struct batch_file *file = &batch->files[batch->file_count];
    memset(file, 0, sizeof *file);
    wmemcpy(file->name, queued->name, QUEUE_NAME_UNITS);
    file->newer = BATCH_MOST_FILES;
    bool added = queued->is_miss ? add_misses(batch, bytes, length) : add_record(batch, bytes, length, now);
    if (!added || batch->body.overflowed) {
        batch->body.overflowed = false;
        batch->body.length = body_before;
        batch->line_count = lines_before;
        file->sid[0] = '\0';
        file->unreadable = true;
    }
    supersede_earlier(batch);
    batch->file_count++;
    return true;
}

/* Takes the lines of superseded files out of the body. */
static void drop_superseded(struct batch *batch)
{
    char *read = batch->body.bytes;
    char *end = batch->body.bytes + batch->body.length;
    char *write = read;
    size_t kept = 0;
    for (size_t i = 0; i < batch->line_count; i++) {
        char *next = (char *)memchr(read, '\n', (size_t)(end - read)) + 1;
        if (batch->files[batch->lines[i].file].newer == BATCH_MOST_FILES) {
            memmove(write, read, (size_t)(next - read));
            write += next - read;
            batch->lines[kept++] = batch->lines[i];
        }
        read = next;
    }
    batch->body.length = (size_t)(write - batch->body.bytes);
    batch->line_count = kept;
}

static bool is_too_large(const wchar_t *path)
{
    WIN32_FILE_ATTRIBUTE_DATA data;
    return GetFileAttributesExW(path, GetFileExInfoStandard, &data)
           && (data.nFileSizeHigh > 0 || data.nFileSizeLow >= FILE_MOST_BYTES);
}

void batch_fill(struct batch *batch, const wchar_t *folder, const struct queue *queue, size_t most_lines,
                uint64_t now)
{
    static const char UNREADABLE[] = "";
    char *bytes = malloc(FILE_MOST_BYTES);
    if (bytes == NULL) {
        return;
    }
    for (size_t i = 0; i < queue->count; i++) {
        wchar_t path[MAX_PATH];
        size_t length;
        if (batch->file_count == BATCH_MOST_FILES || batch->line_count >= most_lines) {
            break;
        }
        if (!file_path(folder, queue->files[i].name, L"", path)) {
            continue;
        }
        if (!file_read(path, bytes, FILE_MOST_BYTES, &length)) {
            if (!is_too_large(path)) {
                continue; /* gone, or in somebody's hands: another time */
            }
            add_file(batch, &queue->files[i], UNREADABLE, 0, most_lines, now);
        } else if (!add_file(batch, &queue->files[i], bytes, length, most_lines, now)) {
            break;
        }
    }
    drop_superseded(batch);
    free(bytes);
}

void batch_settle(struct batch *batch, const char *id, enum line_state state)
{
    for (size_t i = 0; i < batch->line_count; i++) {
        if (strcmp(batch->lines[i].id, id) == 0) {
            batch->lines[i].state = state;
        }
    }
}

enum line_state batch_file_state(const struct batch *batch, size_t index)
{
    const struct batch_file *file = &batch->files[index];
    enum line_state state = LINE_SETTLED;
    if (file->unreadable) {
        return LINE_REJECTED;
    }
    if (file->newer != BATCH_MOST_FILES) {
        /* Without a successor that the master has taken, this one is the newest it can get. */
        return batch_file_state(batch, file->newer) == LINE_SETTLED ? LINE_SETTLED : LINE_WAITING;
    }
    for (size_t i = 0; i < batch->line_count; i++) {
        if (batch->lines[i].file != index) {
            continue;
        }
        if (batch->lines[i].state == LINE_WAITING) {
            return LINE_WAITING;
        }
        if (batch->lines[i].state == LINE_REJECTED) {
            state = LINE_REJECTED;
        }
    }
    return state;
}
