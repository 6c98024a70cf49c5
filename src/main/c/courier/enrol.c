#include "base64url.h"
#include "courier.h"
#include "file.h"
#include "token.h"

#include <stdio.h>
#include <string.h>

#define BODY_MOST_BYTES 4096

static bool computer_name(char *name, size_t capacity)
{
    wchar_t wide[256];
    DWORD units = 256;
    return GetComputerNameExW(ComputerNameDnsFullyQualified, wide, &units)
           && WideCharToMultiByte(CP_UTF8, 0, wide, -1, name, (int)capacity, NULL, NULL) > 0;
}

static bool write_request(struct courier *courier, struct text *body)
{
    uint8_t request[REQUEST_MOST_BYTES];
    size_t length;
    char name[256];
    if (!computer_name(name, sizeof name)
        || !credential_request(&courier->credential, name, request, sizeof request, &length)) {
        return false;
    }
    text_string(body, "\"name\":");
    text_json_string(body, name, strlen(name));
    text_string(body, ",\"dc\":\"");
    text_string(body, courier->settings.dc);
    text_string(body, "\",\"csr\":\"");
    text_base64url(body, request, length);
    text_string(body, "\",\"courier\":\"" COURIER_VERSION "\"}");
    return !body->overflowed;
}

static bool take_certificate(struct courier *courier, const struct answer *answer)
{
    char text[CERTIFICATE_MOST_BYTES * 4 / 3];
    uint8_t certificate[CERTIFICATE_MOST_BYTES];
    struct json content;
    size_t characters;
    size_t length;
    if (!json_parse(answer->body, answer->length, &content)
        || !json_member_string(content, "certificate", text, sizeof text, &characters)
        || !base64url_decode(text, characters, certificate, sizeof certificate, &length)
        || !credential_accept(&courier->credential, courier->state, certificate, length)) {
        log_line(&courier->log, "the certificate in the answer is not for this courier's key");
        return false;
    }
    courier_take_policy(courier, content);
    return true;
}

static bool ask(struct courier *courier, const struct token *token, struct answer *answer)
{
    char bytes[BODY_MOST_BYTES];
    struct text body;
    struct exchange exchange = {
        .master = token->master, .pins = &token->pins, .path = L"/v1/dc/enrol", .content_type = L"application/json",
        .seconds = courier->request_seconds};
    text_start(&body, bytes, sizeof bytes);
    text_string(&body, "{\"token\":");
    text_json_string(&body, token->secret, strlen(token->secret));
    text_string(&body, ",");
    enum exchange_outcome outcome = EXCHANGE_UNREACHABLE;
    memset(answer, 0, sizeof *answer);
    if (write_request(courier, &body)) {
        exchange.body = body.bytes;
        exchange.body_length = body.length;
        outcome = exchange_run(&exchange, answer);
    }
    SecureZeroMemory(bytes, sizeof bytes);
    if (outcome != EXCHANGE_ANSWERED) {
        log_line(&courier->log, "enrolment: %s (%u)", exchange_name(outcome), answer->error);
    }
    return outcome == EXCHANGE_ANSWERED;
}

/* All or nothing: with a certificate that is not ours the masters of before stay, in memory and on disk. */
static bool take_enrolment(struct courier *courier, const struct token *token, const struct answer *answer)
{
    struct masters before = courier->masters;
    memset(&courier->masters, 0, sizeof courier->masters);
    courier->masters.count = 1;
    courier->masters.addresses[0] = token->master;
    courier->masters.pins = token->pins;
    bool enrolled = take_certificate(courier, answer) && masters_write(courier->state, &courier->masters);
    if (!enrolled) {
        courier->masters = before;
    }
    log_line(&courier->log, enrolled ? "enrolled" : "enrolment failed");
    return enrolled;
}

/* False if it should be tried again with the same token. */
static bool enrol(struct courier *courier, const struct token *token)
{
    struct answer answer;
    if (!ask(courier, token, &answer)) {
        return false;
    }
    bool final = answer.status < 500 && answer.status != 429;
    if (answer.status == 200) {
        final = take_enrolment(courier, token, &answer);
    } else {
        log_line(&courier->log, "enrolment: master answered %d", answer.status);
    }
    answer_release(&answer);
    return final;
}

void courier_enrol(struct courier *courier)
{
    wchar_t path[MAX_PATH];
    char text[TOKEN_MOST_CHARACTERS];
    struct token token;
    size_t length;
    if (GetTickCount64() < courier->enrol_at || !file_path(courier->state, L"enrol", L".token", path)
        || !file_read(path, text, sizeof text - 1, &length)) {
        return;
    }
    text[length] = '\0';
    bool done = true;
    if (token_parse(text, &token)) {
        done = enrol(courier, &token);
    } else {
        log_line(&courier->log, "enrol.token holds no token");
    }
    SecureZeroMemory(text, sizeof text);
    SecureZeroMemory(&token, sizeof token);
    if (done && !DeleteFileW(path)) {
        log_line(&courier->log, "enrol.token cannot be deleted, error %lu", GetLastError());
    }
    courier->enrol_at = GetTickCount64() + ENROL_EVERY_MILLISECONDS;
}

void courier_renew(struct courier *courier)
{
    char bytes[BODY_MOST_BYTES];
    struct text body;
    struct answer answer;
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    if (!credential_is_due(&courier->credential, (uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime)) {
        return;
    }
    text_start(&body, bytes, sizeof bytes);
    text_string(&body, "{");
    if (!write_request(courier, &body)
        || courier_post(courier, L"/v1/dc/renew", body.bytes, body.length, &answer) != EXCHANGE_ANSWERED) {
        return;
    }
    if (answer.status != 200) {
        log_line(&courier->log, "renewal: master answered %d", answer.status);
    } else if (take_certificate(courier, &answer)) {
        log_line(&courier->log, "certificate renewed");
    }
    answer_release(&answer);
}
