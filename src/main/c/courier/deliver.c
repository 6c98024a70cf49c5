#include "answers.h"
#include "clock.h"
#include "courier.h"
#include "file.h"
#include "quarantine.h"

#include <string.h>

static uint32_t chance(void)
{
    uint32_t value = 0;
    random_bytes(&value, sizeof value); /* without it only the spread is lost */
    return value;
}

static void postpone(struct courier *courier, uint32_t asked_seconds)
{
    uint32_t wait = backoff_next(&courier->backoff, asked_seconds, chance());
    courier->deliver_at = GetTickCount64() + wait;
    log_line(&courier->log, "next delivery in %u ms", wait);
}

static void quarantine(struct courier *courier, const wchar_t *name, const wchar_t *from)
{
    if (!quarantine_put(courier->state, name, from)) {
        log_line(&courier->log, "%ls cannot go to quarantine, error %lu", name, GetLastError());
        stuck_add(&courier->stuck, name);
    }
}

/* Removes what is done with; files with a line that still waits stay for the next batch. */
static void clear(struct courier *courier, const struct batch *batch)
{
    for (size_t i = 0; i < batch->file_count; i++) {
        wchar_t path[MAX_PATH];
        enum line_state state = batch_file_state(batch, i);
        if (state == LINE_WAITING || !file_path(courier->settings.spool, batch->files[i].name, L"", path)) {
            continue;
        }
        if (state == LINE_REJECTED) {
            quarantine(courier, batch->files[i].name, path);
        } else if (!DeleteFileW(path) && GetLastError() != ERROR_FILE_NOT_FOUND) {
            log_line(&courier->log, "%ls cannot be deleted, error %lu", batch->files[i].name, GetLastError());
            stuck_add(&courier->stuck, batch->files[i].name);
        }
    }
}

static void reject_all(struct batch *batch)
{
    for (size_t i = 0; i < batch->line_count; i++) {
        batch->lines[i].state = LINE_REJECTED;
    }
}

/* How many events the answer settled. */
static size_t settle(struct courier *courier, struct batch *batch, const struct answer *answer)
{
    const char *text = answer->body;
    size_t length = answer->length;
    size_t settled = 0;
    struct event_answer event;
    while (answers_next(&text, &length, &event)) {
        if (event.id[0] == '\0' || event.status == EVENT_UNKNOWN) {
            continue;
        }
        if (event.status == EVENT_REJECTED) {
            log_line(&courier->log, "event %s rejected: %s", event.id, event.why);
        }
        batch_settle(batch, event.id, event.status == EVENT_REJECTED ? LINE_REJECTED : LINE_SETTLED);
        settled++;
    }
    return settled;
}

/* 400 or 413: one line of many may be the reason. Smaller batches find it, and alone it goes to quarantine. */
static void divide(struct courier *courier, struct batch *batch, int status)
{
    size_t lines = batch->line_count < courier->most_lines ? batch->line_count : courier->most_lines;
    if (batch->file_count > 1 && lines > 1) {
        courier->most_lines = lines / 2;
        log_line(&courier->log, "master answered %d, batches of %zu from now on", status, courier->most_lines);
        return;
    }
    log_line(&courier->log, "master answered %d to one file, it goes to quarantine", status);
    reject_all(batch);
    courier->most_lines = BATCH_MOST_LINES;
}

/* A file whose age tells dcsetup status when something was delivered last. */
static void mark_delivery(const struct courier *courier)
{
    wchar_t path[MAX_PATH];
    wchar_t unfinished[MAX_PATH];
    if (file_path(courier->state, L"delivered", L"", path)
        && file_path(courier->state, L"delivered", L".tmp", unfinished)) {
        file_replace(unfinished, path, "", 0);
    }
}

static void take_answer(struct courier *courier, struct batch *batch, const struct answer *answer)
{
    if (answer->status == 200) {
        size_t settled = settle(courier, batch, answer);
        log_line(&courier->log, "%zu events sent, %zu settled", batch->line_count, settled);
        if (settled == 0) {
            postpone(courier, 0);
            return;
        }
        mark_delivery(courier);
        courier->most_lines = courier->most_lines * 2 < BATCH_MOST_LINES ? courier->most_lines * 2 : BATCH_MOST_LINES;
        backoff_reset(&courier->backoff);
        courier->deliver_at = 0;
    } else if (answer->status == 400 || answer->status == 413) {
        divide(courier, batch, answer->status);
    } else {
        log_line(&courier->log, "master answered %d", answer->status);
        postpone(courier, answer->retry_after);
    }
}

static void send(struct courier *courier, struct batch *batch)
{
    struct answer answer;
    if (batch->line_count == 0) {
        return; /* nothing but unreadable files */
    }
    if (courier_post(courier, L"/v1/password-events", batch->body.bytes, batch->body.length, &answer)
        != EXCHANGE_ANSWERED) {
        postpone(courier, 0);
        return;
    }
    take_answer(courier, batch, &answer);
    answer_release(&answer);
}

/* The time by which something is too old: a clock that is ahead here must not destroy what waits. */
static uint64_t agreed_time(const struct courier *courier)
{
    uint64_t now = filetime_now();
    return now < courier->master_time ? now : courier->master_time;
}

void courier_deliver(struct courier *courier)
{
    struct queue queue;
    if (!queue_list(courier->settings.spool, &queue)) {
        return;
    }
    stuck_pass_over(&courier->stuck, &queue);
    struct batch *batch = queue.count == 0 ? NULL : batch_new();
    if (batch != NULL) {
        batch_fill(batch, courier->settings.spool, &queue, courier->most_lines, agreed_time(courier));
        send(courier, batch);
        clear(courier, batch);
        batch_release(batch);
    }
    queue_release(&queue);
}
