#include "courier.h"

#include "clock.h"
#include "file.h"
#include "keyset.h"
#include "lsaprotection.h"
#include "quarantine.h"
#include "queue.h"
#include "utf8.h"

#include <string.h>

#define ALIVE_MOST_BYTES 2048
#define BODY_MOST_BYTES 8192

static void write_number(struct text *body, const char *name, uint64_t value)
{
    text_string(body, ",\"");
    text_string(body, name);
    text_string(body, "\":");
    text_decimal(body, value);
}

/* The package's own words, and how old they are; null if it never ran. */
static void write_package(const struct courier *courier, struct text *body)
{
    wchar_t path[MAX_PATH];
    char alive[ALIVE_MOST_BYTES];
    size_t length;
    struct json content;
    if (!file_path(courier->settings.spool, L"alive", L"", path) || !file_read(path, alive, sizeof alive, &length)
        || !json_parse(alive, length, &content)) {
        text_string(body, ",\"package\":null");
        return;
    }
    uint64_t now = filetime_now();
    uint64_t written = file_changed_at(path);
    text_string(body, ",\"package\":");
    text_put(body, content.text, content.length);
    write_number(body, "packageAge", now > written ? (now - written) / FILETIME_PER_SECOND : 0);
}

static void write_queue(const struct courier *courier, struct text *body)
{
    struct queue queue;
    if (!queue_list(courier->settings.spool, &queue)) {
        text_string(body, ",\"queue\":null");
        return;
    }
    text_string(body, ",\"queue\":{\"files\":");
    text_decimal(body, queue.count);
    write_number(body, "bytes", queue.bytes);
    text_string(body, ",\"oldest\":\"");
    text_decimal(body, queue_oldest(&queue));
    text_string(body, "\"");
    write_number(body, "quarantined", quarantine_tidy(courier->state));
    text_string(body, "}");
    queue_release(&queue);
}

static size_t write_names(const wchar_t *names, size_t units, struct text *body)
{
    size_t count = 0;
    for (size_t i = 0; i < units && names[i] != L'\0'; count++) {
        char name[256];
        size_t length;
        size_t end = i;
        while (end < units && names[end] != L'\0') {
            end++;
        }
        if (utf8_from_utf16(names + i, end - i, name, sizeof name, &length)) {
            text_string(body, count == 0 ? "" : ",");
            text_json_string(body, name, length);
        }
        i = end + 1;
    }
    return count;
}

/* The list of packages and LSA protection: whoever may read a heartbeat may read these too. */
static void write_lsa(struct text *body)
{
    HKEY key;
    wchar_t names[1024];
    DWORD type = 0;
    DWORD length = sizeof names;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, LSA_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
        return;
    }
    text_string(body, ",\"packages\":[");
    if (RegQueryValueExW(key, L"Notification Packages", NULL, &type, (BYTE *)names, &length) == ERROR_SUCCESS
        && type == REG_MULTI_SZ) {
        write_names(names, length / sizeof *names, body);
    }
    text_string(body, "]");
    RegCloseKey(key);
    write_number(body, "runAsPpl", lsa_protection());
}

static uint64_t key_set_version(const struct courier *courier)
{
    char jws[KEYSET_MOST_BYTES + 1];
    struct key_set set;
    size_t length;
    bool valid = file_read(courier->settings.key_set, jws, sizeof jws, &length)
                 && key_set_open(jws, length, courier->settings.root, &set);
    return valid ? set.version : 0;
}

static void take_time(struct courier *courier, struct json answer)
{
    uint64_t seconds;
    if (json_member_number(answer, "time", &seconds)) {
        courier->master_time = filetime_of_unix(seconds);
    }
}

void courier_beat(struct courier *courier)
{
    char bytes[BODY_MOST_BYTES];
    struct text body;
    struct answer answer;
    struct json content;
    text_start(&body, bytes, sizeof bytes);
    text_string(&body, "{\"courier\":\"" COURIER_VERSION "\"");
    write_package(courier, &body);
    write_queue(courier, &body);
    write_lsa(&body);
    write_number(&body, "keysetVer", key_set_version(courier));
    write_number(&body, "certificateEnds", unix_seconds(credential_end(&courier->credential)));
    write_number(&body, "time", unix_seconds(filetime_now()));
    text_string(&body, "}");
    if (body.overflowed) {
        log_line(&courier->log, "heartbeat does not fit");
        return;
    }
    if (courier_post(courier, L"/v1/dc/heartbeat", body.bytes, body.length, &answer) != EXCHANGE_ANSWERED) {
        return;
    }
    if (answer.status != 200) {
        log_line(&courier->log, "heartbeat: master answered %d", answer.status);
    } else if (json_parse(answer.body, answer.length, &content)) {
        courier_take_policy(courier, content);
        take_time(courier, content);
    }
    answer_release(&answer);
}
