#include "courier.h"

#include "file.h"
#include "keyset.h"

#include <string.h>

/* The version of the set that is on disk; 0 if there is none that the root signed. */
static uint64_t present_version(const struct courier *courier, char *buffer, struct key_set *set)
{
    size_t length;
    bool valid = file_read(courier->settings.key_set, buffer, KEYSET_MOST_BYTES + 1, &length)
                 && key_set_open(buffer, length, courier->settings.root, set);
    return valid ? set->version : 0;
}

/* Puts a newer set beside the package's eyes. The package verifies it again: this only keeps a bad one away. */
static void take_key_set(struct courier *courier, struct json value)
{
    char jws[KEYSET_MOST_BYTES + 1];
    struct key_set set;
    char present[KEYSET_MOST_BYTES + 1];
    wchar_t unfinished[MAX_PATH];
    size_t length;
    if (!json_string(value, jws, sizeof jws, &length)) {
        return;
    }
    uint64_t before = present_version(courier, present, &set);
    if (!courier->settings.has_root || !key_set_open(jws, length, courier->settings.root, &set)) {
        log_line(&courier->log, "key set refused: it is not signed by the pinned root");
        return;
    }
    uint64_t version = set.version;
    if (version > before && file_path(courier->state, L"keyset", L".tmp", unfinished)) {
        bool done = file_replace(unfinished, courier->settings.key_set, jws, length);
        log_line(&courier->log, "key set %llu %s", (unsigned long long)version, done ? "taken" : "cannot be written");
    }
}

void courier_take_policy(struct courier *courier, struct json answer)
{
    struct json value;
    if (masters_take(&courier->masters, answer) && !masters_write(courier->state, &courier->masters)) {
        log_line(&courier->log, "master.json cannot be written, error %lu", GetLastError());
    }
    if (json_member(answer, "keySet", &value)) {
        take_key_set(courier, value);
    }
}
