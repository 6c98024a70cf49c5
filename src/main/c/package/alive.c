#include "alive.h"

#include "clock.h"

#include <string.h>

static void write_number(struct text *text, const char *name, uint64_t value)
{
    text_string(text, ",\"");
    text_string(text, name);
    text_string(text, "\":");
    text_decimal(text, value);
}

static void write_time(struct text *text, const char *name, uint64_t filetime)
{
    text_string(text, ",\"");
    text_string(text, name);
    text_string(text, "\":\"");
    text_decimal(text, filetime);
    text_string(text, "\"");
}

static void write_keys(struct text *text, const struct keyholder *keys, uint64_t now)
{
    const struct sealing_key *key = keyholder_key(keys, now);
    write_number(text, "keysetVer", keys->held ? keys->set.version : 0);
    text_string(text, ",\"keysetExpired\":");
    text_string(text, keys->held && keys->set.expires <= now ? "true" : "false");
    if (key != NULL) {
        text_string(text, ",\"kid\":");
        text_json_string(text, key->id, strlen(key->id));
    }
}

static void write_counters(struct text *text, const struct package *package)
{
    const struct counters *counters = &package->counters;
    text_string(text, ",\"counters\":{\"seen\":");
    text_decimal(text, (uint64_t)counters->seen);
    write_number(text, "skipped", (uint64_t)counters->skipped);
    write_number(text, "missed", (uint64_t)counters->missed);
    write_number(text, "unrecorded", (uint64_t)counters->unrecorded);
    write_number(text, "spooled", (uint64_t)counters->spooled);
    write_number(text, "faults", (uint64_t)counters->faults);
    text_string(text, "}");
}

static void write_locked(struct text *text, const struct locked *locked)
{
    text_string(text, ",\"locked\":{\"record\":");
    text_string(text, locked->record ? "true" : "false");
    write_number(text, "changes", locked->changes);
    text_string(text, "}");
}

void alive_write(struct spool *spool, const struct package *package, const struct boot *boot, uint64_t started,
                 const struct keyholder *keys, bool only_hashes)
{
    char bytes[1024];
    struct text text;
    uint64_t now = filetime_now();
    text_start(&text, bytes, sizeof bytes);
    text_string(&text, "{\"v\":1,\"version\":\"" PACKAGE_VERSION "\",\"boot\":\"");
    text_hex_bytes(&text, boot->id, sizeof boot->id);
    text_string(&text, "\",\"capturing\":");
    text_string(&text, package->capturing ? "true" : "false");
    write_time(&text, "started", started);
    write_time(&text, "written", now);
    if (package->last_captured != 0) {
        write_time(&text, "lastCaptured", package->last_captured);
    }
    write_keys(&text, keys, unix_seconds(now));
    if (only_hashes && keys->held && keys->set.mode == PAYLOAD_SEAL) {
        text_string(&text, ",\"unserved\":\"seal\"");
    }
    write_locked(&text, &package->locked);
    write_counters(&text, package);
    text_string(&text, "}\n");
    if (!text.overflowed) {
        spool_replace(spool, L"alive", bytes, text.length);
    }
}
