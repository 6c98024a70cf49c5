#include "courier.h"

#include "file.h"
#include "registry.h"

#include <string.h>

#define USUAL_REQUEST_SECONDS 30
#define USUAL_HEARTBEAT_SECONDS 60
#define RENEW_EVERY_MILLISECONDS (3600u * 1000u)

static bool read_own_settings(struct courier *courier)
{
    HKEY key;
    uint32_t number;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
        return false;
    }
    bool done = registry_text(key, L"StateDir", courier->state, MAX_PATH);
    courier->request_seconds = registry_number(key, L"RequestSeconds", &number) && number > 0 && number <= 600
                                   ? number
                                   : USUAL_REQUEST_SECONDS;
    courier->heartbeat_seconds = registry_number(key, L"HeartbeatSeconds", &number) && number > 0 && number <= 3600
                                     ? number
                                     : USUAL_HEARTBEAT_SECONDS;
    RegCloseKey(key);
    return done;
}

bool courier_open(struct courier *courier, bool echo)
{
    memset(courier, 0, sizeof *courier);
    if (!settings_read(&courier->settings) || !read_own_settings(courier)) {
        return false;
    }
    courier->most_lines = BATCH_MOST_LINES;
    log_open(&courier->log, courier->state, echo);
    if (!credential_open(&courier->credential, courier->state)) {
        log_line(&courier->log, "no key: CryptoAPI refuses with error %lu", GetLastError());
        return false;
    }
    masters_read(courier->state, &courier->masters);
    log_line(&courier->log, "courier " COURIER_VERSION " starts, %s",
             courier->credential.certificate == NULL ? "not enrolled" : "enrolled");
    return true;
}

void courier_close(struct courier *courier)
{
    log_line(&courier->log, "courier stops");
    credential_close(&courier->credential);
}

static bool may_go_on(const struct courier *courier)
{
    return courier->stop == NULL || WaitForSingleObject(courier->stop, 0) == WAIT_TIMEOUT;
}

void courier_round(struct courier *courier)
{
    uint64_t now = GetTickCount64();
    courier_enrol(courier);
    if (courier->credential.certificate == NULL || courier->masters.count == 0) {
        return;
    }
    if (may_go_on(courier) && now >= courier->heartbeat_at) {
        courier->heartbeat_at = now + courier->heartbeat_seconds * 1000u;
        stuck_try_again(&courier->stuck);
        courier_beat(courier);
    }
    if (may_go_on(courier) && now >= courier->renew_at) {
        courier->renew_at = now + RENEW_EVERY_MILLISECONDS;
        courier_renew(courier);
    }
    if (may_go_on(courier) && now >= courier->deliver_at) {
        courier_deliver(courier);
    }
}

enum exchange_outcome courier_post(struct courier *courier, const wchar_t *path, const char *body, size_t length,
                                   struct answer *answer)
{
    struct exchange exchange = {
        .master = courier->masters.addresses[courier->masters.current],
        .pins = &courier->masters.pins,
        .client = courier->credential.certificate,
        .path = path,
        .content_type = wcscmp(path, L"/v1/password-events") == 0 ? L"application/x-ndjson" : L"application/json",
        .body = body,
        .body_length = length,
        .seconds = courier->request_seconds,
    };
    enum exchange_outcome outcome = exchange_run(&exchange, answer);
    if (outcome != EXCHANGE_ANSWERED) {
        log_line(&courier->log, "master %s:%u, %ls: %s (%u)", exchange.master.host, exchange.master.port, path,
                 exchange_name(outcome), answer->error);
        masters_turn(&courier->masters);
    }
    return outcome;
}
