#include "exchange.h"

#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <winhttp.h>

/*
 * WinHTTP is used in its blocking form on a thread of its own: its time limits are per step, ours is for all of
 * it. When the time is over the thread is left to end by itself, and the last of the two releases the call.
 */
struct call {
    volatile LONG owners;
    struct pins pins;
    const CERT_CONTEXT *client;
    struct master_address master;
    wchar_t path[64];
    wchar_t content_type[64];
    char *body;
    size_t body_length;
    uint32_t seconds;
    enum exchange_outcome outcome;
    DWORD error; /* why the exchange failed, as Windows numbers it */
    struct answer answer;
};

static void release(struct call *call)
{
    if (InterlockedDecrement(&call->owners) > 0) {
        return;
    }
    if (call->client != NULL) {
        CertFreeCertificateContext(call->client);
    }
    SecureZeroMemory(call->body, call->body_length); /* an enrolment token may be in it */
    free(call->body);
    free(call->answer.body);
    free(call);
}

static bool set_number(HINTERNET handle, DWORD option, DWORD value)
{
    return WinHttpSetOption(handle, option, &value, sizeof value);
}

static bool prepare(HINTERNET request, const struct call *call)
{
    /* The pin decides whom to trust; names and issuers do not. */
    DWORD any = SECURITY_FLAG_IGNORE_UNKNOWN_CA | SECURITY_FLAG_IGNORE_CERT_CN_INVALID
                | SECURITY_FLAG_IGNORE_CERT_DATE_INVALID | SECURITY_FLAG_IGNORE_CERT_WRONG_USAGE;
    DWORD nothing = WINHTTP_DISABLE_REDIRECTS | WINHTTP_DISABLE_COOKIES | WINHTTP_DISABLE_AUTHENTICATION;
    if (!set_number(request, WINHTTP_OPTION_SECURITY_FLAGS, any)
        || !set_number(request, WINHTTP_OPTION_DISABLE_FEATURE, nothing)) {
        return false;
    }
    if (call->client == NULL) {
        return WinHttpSetOption(request, WINHTTP_OPTION_CLIENT_CERT_CONTEXT, WINHTTP_NO_CLIENT_CERT_CONTEXT, 0);
    }
    return WinHttpSetOption(request, WINHTTP_OPTION_CLIENT_CERT_CONTEXT, (void *)call->client, sizeof *call->client);
}

static bool recognised(HINTERNET request, const struct pins *pins)
{
    const CERT_CONTEXT *certificate = NULL;
    DWORD length = sizeof certificate;
    if (!WinHttpQueryOption(request, WINHTTP_OPTION_SERVER_CERT_CONTEXT, &certificate, &length)
        || certificate == NULL) {
        return false;
    }
    bool match = pins_match(pins, certificate);
    CertFreeCertificateContext(certificate);
    return match;
}

static bool send_body(HINTERNET request, const struct call *call)
{
    size_t sent = 0;
    while (sent < call->body_length) {
        DWORD written = 0;
        if (!WinHttpWriteData(request, call->body + sent, (DWORD)(call->body_length - sent), &written)
            || written == 0) {
            return false;
        }
        sent += written;
    }
    return true;
}

static DWORD header_number(HINTERNET request, DWORD which)
{
    DWORD number = 0;
    DWORD length = sizeof number;
    if (!WinHttpQueryHeaders(request, which | WINHTTP_QUERY_FLAG_NUMBER, WINHTTP_HEADER_NAME_BY_INDEX, &number,
                             &length, WINHTTP_NO_HEADER_INDEX)) {
        return 0;
    }
    return number;
}

static bool read_body(HINTERNET request, struct answer *answer)
{
    answer->body = malloc(ANSWER_MOST_BYTES);
    if (answer->body == NULL) {
        return false;
    }
    for (;;) {
        DWORD got = 0;
        size_t room = ANSWER_MOST_BYTES - answer->length;
        if (room == 0 || !WinHttpReadData(request, answer->body + answer->length, (DWORD)room, &got)) {
            return false;
        }
        if (got == 0) {
            return true;
        }
        answer->length += got;
    }
}

/* A body that was cut off must not pass for a short one. */
static bool is_complete(HINTERNET request, const struct answer *answer)
{
    DWORD announced = 0;
    DWORD length = sizeof announced;
    return !WinHttpQueryHeaders(request, WINHTTP_QUERY_CONTENT_LENGTH | WINHTTP_QUERY_FLAG_NUMBER,
                                WINHTTP_HEADER_NAME_BY_INDEX, &announced, &length, WINHTTP_NO_HEADER_INDEX)
           || announced == answer->length;
}

static enum exchange_outcome talk(HINTERNET request, struct call *call)
{
    wchar_t content_type[96] = L"Content-Type: ";
    wcsncat(content_type, call->content_type, 64);
    if (!prepare(request, call)
        || !WinHttpSendRequest(request, content_type, (DWORD)-1L, WINHTTP_NO_REQUEST_DATA, 0, (DWORD)call->body_length,
                               0)) {
        return EXCHANGE_UNREACHABLE;
    }
    if (!recognised(request, &call->pins)) {
        return EXCHANGE_WRONG_PIN; /* only the headers have left */
    }
    if (!send_body(request, call) || !WinHttpReceiveResponse(request, NULL)) {
        return EXCHANGE_UNREACHABLE;
    }
    call->answer.status = (int)header_number(request, WINHTTP_QUERY_STATUS_CODE);
    call->answer.retry_after = header_number(request, WINHTTP_QUERY_RETRY_AFTER);
    bool complete = read_body(request, &call->answer) && is_complete(request, &call->answer);
    return complete ? EXCHANGE_ANSWERED : EXCHANGE_UNREACHABLE;
}

static enum exchange_outcome connect_and_talk(HINTERNET session, struct call *call)
{
    wchar_t host[256];
    enum exchange_outcome outcome = EXCHANGE_UNREACHABLE;
    HINTERNET request = NULL;
    int limit = (int)(call->seconds * 1000);
    /* Only 1.2: the client's key is one of CryptoAPI, which cannot make the signatures of 1.3. */
    set_number(session, WINHTTP_OPTION_SECURE_PROTOCOLS, WINHTTP_FLAG_SECURE_PROTOCOL_TLS1_2);
    WinHttpSetTimeouts(session, limit, limit, limit, limit);
    if (MultiByteToWideChar(CP_UTF8, 0, call->master.host, -1, host, 256) == 0) {
        return EXCHANGE_UNREACHABLE;
    }
    HINTERNET connection = WinHttpConnect(session, host, call->master.port, 0);
    if (connection != NULL) {
        request = WinHttpOpenRequest(connection, L"POST", call->path, NULL, WINHTTP_NO_REFERER,
                                     WINHTTP_DEFAULT_ACCEPT_TYPES, WINHTTP_FLAG_SECURE);
    }
    if (request != NULL) {
        outcome = talk(request, call);
        call->error = outcome == EXCHANGE_UNREACHABLE ? GetLastError() : 0;
        WinHttpCloseHandle(request);
    }
    if (connection != NULL) {
        WinHttpCloseHandle(connection);
    }
    return outcome;
}

static DWORD WINAPI run(void *argument)
{
    struct call *call = argument;
    HINTERNET session = WinHttpOpen(L"adsync-courier", WINHTTP_ACCESS_TYPE_NO_PROXY, WINHTTP_NO_PROXY_NAME,
                                    WINHTTP_NO_PROXY_BYPASS, 0);
    if (session != NULL) {
        call->outcome = connect_and_talk(session, call);
        WinHttpCloseHandle(session);
    }
    release(call);
    return 0;
}

static struct call *new_call(const struct exchange *exchange)
{
    struct call *call = calloc(1, sizeof *call);
    char *body = malloc(exchange->body_length + 1);
    if (call == NULL || body == NULL) {
        free(call);
        free(body);
        return NULL;
    }
    memcpy(body, exchange->body, exchange->body_length);
    call->owners = 2;
    call->pins = *exchange->pins;
    call->client = exchange->client == NULL ? NULL : CertDuplicateCertificateContext(exchange->client);
    call->master = exchange->master;
    wcsncpy(call->path, exchange->path, 63);
    wcsncpy(call->content_type, exchange->content_type, 63);
    call->body = body;
    call->body_length = exchange->body_length;
    call->seconds = exchange->seconds;
    call->outcome = EXCHANGE_UNREACHABLE;
    return call;
}

enum exchange_outcome exchange_run(const struct exchange *exchange, struct answer *answer)
{
    memset(answer, 0, sizeof *answer);
    struct call *call = new_call(exchange);
    if (call == NULL) {
        return EXCHANGE_UNREACHABLE;
    }
    HANDLE thread = CreateThread(NULL, 0, run, call, 0, NULL);
    if (thread == NULL) {
        call->owners = 1;
        release(call);
        return EXCHANGE_UNREACHABLE;
    }
    enum exchange_outcome outcome = EXCHANGE_SILENT;
    if (WaitForSingleObject(thread, exchange->seconds * 1000) == WAIT_OBJECT_0) {
        outcome = call->outcome;
        answer->error = call->error;
        if (outcome == EXCHANGE_ANSWERED) {
            *answer = call->answer;
            call->answer.body = NULL;
        }
    }
    CloseHandle(thread);
    release(call);
    return outcome;
}

void answer_release(struct answer *answer)
{
    free(answer->body);
    memset(answer, 0, sizeof *answer);
}

const char *exchange_name(enum exchange_outcome outcome)
{
    switch (outcome) {
    case EXCHANGE_ANSWERED:
        return "answered";
    case EXCHANGE_UNREACHABLE:
        return "unreachable";
    case EXCHANGE_WRONG_PIN:
        return "wrong key (pin)";
    default:
        return "silent";
    }
}
