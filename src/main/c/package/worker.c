#include "worker.h"

#include "alive.h"
#include "clock.h"
#include "guard.h"
#include "keyholder.h"
#include "missfile.h"
#include "record.h"

#include <windows.h>

#define POLL_MILLISECONDS 50
#define SETTINGS_EVERY (2 * FILETIME_PER_SECOND)
#define ALIVE_EVERY (60 * FILETIME_PER_SECOND)
#define MISSES_EVERY FILETIME_PER_SECOND /* while changes wait: a file for each miss would be too many */
#define QUIET_MILLISECONDS 600000
#define MOST_FAULTS 3
#define LOCKED_PARTS 4

struct worker {
    struct package *package;
    struct settings settings;
    struct keyholder keys;
    struct boot boot;
    struct spool spool;
    struct miss_file misses;
    struct record_room room;
    uint64_t started;
    uint64_t started_ticks; /* GetTickCount64: nobody puts it forward or back */
    uint64_t settings_read;
    uint64_t alive_written;
    uint64_t misses_written;
    const struct sealing_key *alive_key;
    bool configured;
    bool start_forgotten;
};

static bool due(uint64_t now, uint64_t last, uint64_t every)
{
    return now - last >= every || now < last;
}

static void refresh(struct worker *worker, uint64_t now)
{
    if (!due(now, worker->settings_read, SETTINGS_EVERY)) {
        return;
    }
    struct settings fresh;
    worker->settings_read = now;
    if (settings_read(&fresh)) {
        worker->settings = fresh; /* otherwise what is known stays */
        worker->configured = true;
    }
    worker->package->capturing = worker->configured && !worker->settings.disabled;
    if (worker->configured) {
        worker->spool.folder = worker->settings.spool;
        worker->spool.most_files = worker->settings.most_files;
        worker->spool.most_bytes = worker->settings.most_bytes;
        keyholder_refresh(&worker->keys, &worker->settings);
    }
}

static void seal_oldest(struct worker *worker, const struct change *change)
{
    struct record_frame frame = {&worker->settings, &worker->keys, &worker->boot, &worker->spool, &worker->room};
    enum miss_reason reason;
    if (record_write(&frame, change, &reason)) {
        worker->package->last_captured = change->filetime;
        count(&worker->package->counters.spooled);
    } else {
        package_miss(worker->package, change->filetime, change->rid, reason);
    }
}

/* One change and no more: hashing may take longer than the next one needs to come. False if none waits. */
static bool take_oldest(struct worker *worker)
{
    const struct change *change = ring_oldest(&worker->package->changes);
    if (change == NULL) {
        return false;
    }
    if (worker->package->capturing) {
        seal_oldest(worker, change);
    }
    ring_release(&worker->package->changes);
    return true;
}

static void record_misses(struct worker *worker, uint64_t now, bool busy)
{
    if (!busy || due(now, worker->misses_written, MISSES_EVERY)) {
        worker->misses_written = now;
        miss_file_write(&worker->misses, worker->package, &worker->settings, &worker->boot, &worker->spool);
    }
}

static void tell(struct worker *worker, uint64_t now)
{
    const struct sealing_key *key = keyholder_key(&worker->keys, unix_seconds(now));
    if (due(now, worker->alive_written, ALIVE_EVERY) || key != worker->alive_key) {
        worker->alive_written = now;
        worker->alive_key = key;
        alive_write(&worker->spool, worker->package, &worker->boot, worker->started, &worker->keys,
                    worker->settings.force_phc);
    }
    if (!worker->start_forgotten && GetTickCount64() - worker->started_ticks >= QUIET_MILLISECONDS) {
        worker->start_forgotten = true;
        settings_forget_starts();
    }
}

static long work(void *argument)
{
    struct worker *worker = argument;
    for (;;) {
        uint64_t now = filetime_now();
        refresh(worker, now);
        bool busy = take_oldest(worker);
        if (worker->spool.folder != NULL) {
            record_misses(worker, now, busy);
            tell(worker, now);
        }
        if (!busy) {
            Sleep(POLL_MILLISECONDS);
        }
    }
    return 0;
}

/* After a fault: what was being worked on is given up, so that it cannot fault again. */
static void give_up_oldest(struct worker *worker)
{
    const struct change *change = ring_oldest(&worker->package->changes);
    count(&worker->package->counters.faults);
    SecureZeroMemory(&worker->room, sizeof worker->room);
    if (change != NULL) {
        package_miss(worker->package, change->filetime, change->rid, MISS_FAULT);
        ring_release(&worker->package->changes);
    }
}

/* Wipes what waits, and notes it as lost. */
static void give_up_all(struct package *package)
{
    const struct change *change;
    while ((change = ring_oldest(&package->changes)) != NULL) {
        package_miss(package, change->filetime, change->rid, MISS_FAULT);
        ring_release(&package->changes);
    }
}

/* Nothing is sealed any more: what is left to do is to say so, and to tell what was lost. */
static long report_losses(void *argument)
{
    struct worker *worker = argument;
    worker->alive_written = 0;
    worker->start_forgotten = true; /* it counts as one that did not go well */
    for (;;) {
        Sleep(POLL_MILLISECONDS); /* for callers that are inside; one may have been held up for longer */
        give_up_all(worker->package);
        if (worker->spool.folder != NULL) {
            record_misses(worker, filetime_now(), false);
            tell(worker, filetime_now());
        }
    }
    return 0;
}

static void retire(struct worker *worker)
{
    worker->package->capturing = 0;
    guarded_call(report_losses, worker, 0);
    give_up_all(worker->package);
}

/* Each password passes through the room, so that comes first; of those that wait as many as the quota permits. */
static void lock_memory(struct worker *worker)
{
    struct package *package = worker->package;
    const unsigned some = CHANGE_CELLS / LOCKED_PARTS;
    package->locked.record = VirtualLock(&worker->room, sizeof worker->room);
    for (unsigned first = 0; first < CHANGE_CELLS; first += some) {
        if (!VirtualLock(&package->change_cells[first], some * sizeof package->change_cells[0])) {
            return;
        }
        package->locked.changes += some;
    }
}

static void work_until_it_faults_too_often(struct worker *worker)
{
    worker->started = filetime_now();
    worker->started_ticks = GetTickCount64();
    if (!random_bytes(worker->boot.id, sizeof worker->boot.id)) {
        return;
    }
    lock_memory(worker);
    SetThreadPriority(GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL);
    for (int faults = 0; faults < MOST_FAULTS; faults++) {
        guarded_call(work, worker, 0);
        give_up_oldest(worker);
    }
}

static DWORD WINAPI run(void *argument)
{
    struct worker *worker = argument;
    work_until_it_faults_too_often(worker);
    retire(worker);
    VirtualFree(worker, 0, MEM_RELEASE);
    return 0;
}

bool worker_start(struct package *package)
{
    /* Pages of its own: zeroed, and lockable apart from everything else. */
    struct worker *worker = VirtualAlloc(NULL, sizeof *worker, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    if (worker == NULL) {
        return false;
    }
    worker->package = package;
    HANDLE thread = CreateThread(NULL, 0, run, worker, 0, NULL);
    if (thread == NULL) {
        VirtualFree(worker, 0, MEM_RELEASE);
        return false;
    }
    CloseHandle(thread);
    return true;
}
