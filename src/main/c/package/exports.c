/* The three entry points lsass calls (password filter interface). Each is guarded and never says no. */
#include "capture.h"
#include "clock.h"
#include "guard.h"
#include "settings.h"
#include "worker.h"

#define EXPORT __declspec(dllexport)

EXPORT BOOLEAN NTAPI InitializeChangeNotify(void);
EXPORT NTSTATUS NTAPI PasswordChangeNotify(PUNICODE_STRING name, ULONG rid, PUNICODE_STRING password);
EXPORT BOOLEAN NTAPI PasswordFilter(PUNICODE_STRING name, PUNICODE_STRING full_name, PUNICODE_STRING password,
                                    BOOLEAN set);

/* The interface passes no context: this is the one piece of global state. */
static struct package the_package;

struct notification {
    const UNICODE_STRING *name;
    ULONG rid;
    const UNICODE_STRING *password;
};

/* The worker's thread outlives any call, so the code must not be unloaded. */
static bool stay_loaded(void)
{
    HMODULE module;
    return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS | GET_MODULE_HANDLE_EX_FLAG_PIN,
                              (const wchar_t *)&the_package, &module);
}

static long initialize(void *argument)
{
    struct package *package = argument;
    if (!settings_count_start() || !stay_loaded()) {
        return 0;
    }
    ring_start(&package->changes, package->change_cells, sizeof package->change_cells[0], package->change_turns,
               CHANGE_CELLS);
    ring_start(&package->misses, package->miss_cells, sizeof package->miss_cells[0], package->miss_turns,
               MISS_CELLS);
    package->capturing = 1;
    if (!worker_start(package)) {
        package->capturing = 0;
    }
    return 0;
}

static long notify(void *argument)
{
    const struct notification *notification = argument;
    capture(&the_package, notification->name, notification->rid, notification->password);
    return 0;
}

BOOLEAN NTAPI InitializeChangeNotify(void)
{
    guarded_call(initialize, &the_package, 0);
    return TRUE; /* passive, if anything failed */
}

NTSTATUS NTAPI PasswordChangeNotify(PUNICODE_STRING name, ULONG rid, PUNICODE_STRING password)
{
    struct notification notification = {name, rid, password};
    if (guarded_call(notify, &notification, 1) != 0) {
        package_miss(&the_package, filetime_now(), rid, MISS_FAULT);
    }
    return 0;
}

BOOLEAN NTAPI PasswordFilter(PUNICODE_STRING name, PUNICODE_STRING full_name, PUNICODE_STRING password, BOOLEAN set)
{
    (void)name;
    (void)full_name;
    (void)password;
    (void)set;
    return TRUE;
}
