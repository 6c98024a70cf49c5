/* Tests of the parts that depend on nothing. Prints what failed, and how many checks there were. */
#include "answers.h"
#include "backoff.h"
#include "base64url.h"
#include "der.h"
#include "event.h"
#include "file.h"
#include "json.h"
#include "keyset.h"
#include "masters.h"
#include "multistring.h"
#include "refusal.h"
#include "ring.h"
#include "servicesid.h"
#include "text.h"
#include "token.h"
#include "utf8.h"

#include <stdio.h>
#include <string.h>
#include <windows.h>

int wmain(void);

static int checks;
static int failed;

#define CHECK(what) check((what), #what, __LINE__)

static void check(bool holds, const char *what, int line)
{
    checks++;
    if (!holds) {
        failed++;
        printf("line %d: %s\n", line, what);
    }
}

static bool parses(const char *text)
{
    struct json value;
    return json_parse(text, strlen(text), &value);
}

static void json_takes_what_is_json(void)
{
    static const char *const GOOD[] = {"{}", "[]", " 1 ", "-0.5e+3", "\"\\u00e9\\ud83d\\ude00\"", "[1,[2,{\"a\":null}]]",
                                       "{\"a\":true,\"b\":[false]}", "\"\""};
    static const char *const BAD[] = {"", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "01", "1.", "\"\\x\"", "\"\\ud800\"", "tru",
                                      "[1] 2", "\"a", "\"\n\"", "{1:2}", "[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]", "nul", "+1"};
    for (size_t i = 0; i < sizeof GOOD / sizeof *GOOD; i++) {
        check(parses(GOOD[i]), GOOD[i], __LINE__);
    }
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        check(!parses(BAD[i]), BAD[i], __LINE__);
    }
}

static void json_finds_members(void)
{
    static const char TEXT[] = "{\"skip\":{\"a\":1},\"a\":42,\"s\":\"x\\u00fc\\\"\",\"list\":[1,\"two\",[3]]}";
    struct json object;
    struct json value;
    uint64_t number = 0;
    char text[8];
    size_t length = 0;
    CHECK(json_parse(TEXT, strlen(TEXT), &object));
    CHECK(json_member_number(object, "a", &number) && number == 42);
    CHECK(json_member_string(object, "s", text, sizeof text, &length) && strcmp(text, "x\xc3\xbc\"") == 0);
    CHECK(!json_member_string(object, "s", text, 4, &length));
    CHECK(!json_member(object, "missing", &value));
    CHECK(json_member(object, "list", &value));
    struct json element;
    CHECK(json_next(&value, &element) && element.length == 1);
    CHECK(json_next(&value, &element) && json_string(element, text, sizeof text, &length) && strcmp(text, "two") == 0);
    CHECK(json_next(&value, &element) && element.text[0] == '[');
    CHECK(!json_next(&value, &element));
    CHECK(!json_whole_number((struct json){"99999999999999999999", 20}, &number));
    CHECK(!json_whole_number((struct json){"-1", 2}, &number));
}

static void base64url_is_strict(void)
{
    uint8_t out[8];
    size_t length = 0;
    CHECK(base64url_decode("", 0, out, sizeof out, &length) && length == 0);
    CHECK(base64url_decode("-_8", 3, out, sizeof out, &length) && length == 2 && out[0] == 0xFB && out[1] == 0xFF);
    CHECK(!base64url_decode("A", 1, out, sizeof out, &length));
    CHECK(!base64url_decode("AB", 2, out, sizeof out, &length)); /* bits left over */
    CHECK(!base64url_decode("AA==", 4, out, sizeof out, &length));
    CHECK(!base64url_decode("A+A/", 4, out, sizeof out, &length));
    CHECK(!base64url_decode("AAAAAAAAAAAA", 12, out, sizeof out, &length));
}

static void utf8_is_strict(void)
{
    static const wchar_t PAIR[] = {0xD834, 0xDD1E};
    static const wchar_t SWAPPED[] = {0xDD1E, 0xD834};
    static const wchar_t EURO[] = {0x20AC};
    char out[8];
    size_t length = 0;
    CHECK(utf8_from_utf16(PAIR, 2, out, sizeof out, &length) && length == 4 && memcmp(out, "\xF0\x9D\x84\x9E", 4) == 0);
    CHECK(utf8_from_utf16(EURO, 1, out, sizeof out, &length) && length == 3 && memcmp(out, "\xE2\x82\xAC", 3) == 0);
    CHECK(!utf8_from_utf16(SWAPPED, 2, out, sizeof out, &length));
    CHECK(!utf8_from_utf16(PAIR, 1, out, sizeof out, &length));
    CHECK(!utf8_from_utf16(PAIR, 2, out, 3, &length));
}

static void text_stays_within(void)
{
    char buffer[8];
    struct text text;
    text_start(&text, buffer, sizeof buffer);
    text_decimal(&text, 1234567);
    CHECK(text_finish(&text) && strcmp(buffer, "1234567") == 0);
    text_string(&text, "x");
    CHECK(!text.overflowed && !text_finish(&text));
    text_start(&text, buffer, sizeof buffer);
    text_json_string(&text, "\"\n", 2);
    CHECK(text.overflowed);
}

static void backoff_grows_to_a_minute(void)
{
    struct backoff backoff = {0};
    uint32_t last = 0;
    CHECK(backoff_next(&backoff, 0, 0) == 500);
    for (int i = 0; i < 10; i++) {
        last = backoff_next(&backoff, 0, 30000);
    }
    CHECK(last == 60000);
    CHECK(backoff_next(&backoff, 0, UINT32_MAX) <= 60000);
    CHECK(backoff_next(&backoff, 120, 0) == 120000);
    CHECK(backoff_next(&backoff, UINT32_MAX, 0) == 3600000);
    backoff_reset(&backoff);
    CHECK(backoff_next(&backoff, 0, 500) == 1000);
}

static void lists_keep_the_neighbours(void)
{
    static const wchar_t LIST[] = L"rassfm\0scecli\0";
    static const wchar_t OPEN_ENDED[] = {L'a', 0, L'b'};
    struct multistring list;
    CHECK(multistring_take(&list, LIST, sizeof LIST / sizeof *LIST) && multistring_count(&list) == 2);
    CHECK(multistring_append(&list, L"pwc1") && multistring_count(&list) == 3 && list.length == 20);
    CHECK(memcmp(list.units, L"rassfm\0scecli\0pwc1\0", 20 * sizeof(wchar_t)) == 0);
    CHECK(multistring_append(&list, L"PWC1") && multistring_count(&list) == 3);
    multistring_remove(&list, L"Scecli");
    CHECK(multistring_count(&list) == 2 && !multistring_contains(&list, L"scecli"));
    multistring_remove(&list, L"rassfm");
    multistring_remove(&list, L"pwc1");
    CHECK(multistring_count(&list) == 0 && list.length == 1);
    CHECK(multistring_take(&list, OPEN_ENDED, 3) && multistring_count(&list) == 2 && list.length == 5);
    CHECK(multistring_take(&list, L"", 0) && multistring_count(&list) == 0);
}

static void answers_are_read_line_by_line(void)
{
    static const char TEXT[] = "{\"id\":\"1\",\"st\":\"accepted\"}\r\n\nnonsense\n{\"id\":\"2\",\"st\":\"rejected\",\"why\":\"no\"}\n"
                               "{\"id\":\"3\",\"st\":\"invented\"}";
    const char *text = TEXT;
    size_t length = strlen(TEXT);
    struct event_answer answer;
    CHECK(answers_next(&text, &length, &answer) && strcmp(answer.id, "1") == 0 && answer.status == EVENT_ACCEPTED);
    CHECK(answers_next(&text, &length, &answer) && answer.id[0] == '\0');
    CHECK(answers_next(&text, &length, &answer) && answer.status == EVENT_REJECTED && strcmp(answer.why, "no") == 0);
    CHECK(answers_next(&text, &length, &answer) && answer.status == EVENT_UNKNOWN);
    CHECK(!answers_next(&text, &length, &answer));
}

static void tokens_are_parsed_from_the_end(void)
{
    static const char PIN[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    char text[256];
    struct token token;
    snprintf(text, sizeof text, "pwc1:master.example:8443:%s:secret\r\n", PIN);
    CHECK(token_parse(text, &token) && strcmp(token.master.host, "master.example") == 0 && token.master.port == 8443);
    CHECK(strcmp(token.secret, "secret") == 0 && token.pins.count == 1);
    snprintf(text, sizeof text, "pwc1:[fd00::1]:8443:%s:secret", PIN);
    CHECK(token_parse(text, &token) && strcmp(token.master.host, "fd00::1") == 0);
    snprintf(text, sizeof text, "pwc1:host:0:%s:secret", PIN);
    CHECK(!token_parse(text, &token));
    snprintf(text, sizeof text, "pwc1:host:8443:%s:", PIN);
    CHECK(!token_parse(text, &token));
    snprintf(text, sizeof text, "pwc2:host:8443:%s:secret", PIN);
    CHECK(!token_parse(text, &token));
    CHECK(!token_parse("pwc1:host:8443:short:secret", &token));
    CHECK(!token_parse("", &token));
}

static void answers_can_only_add_whole_pins(void)
{
    static const char GOOD[] = "{\"pins\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"],\"masters\":[\"a:1\",\"[::1]:2\"]}";
    static const char BAD[] = "{\"pins\":[\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"x\"],\"masters\":[\"a\"]}";
    static const char NONE[] = "{\"pins\":[],\"masters\":[]}";
    struct masters masters = {0};
    struct json answer;
    CHECK(json_parse(GOOD, strlen(GOOD), &answer) && masters_take(&masters, answer));
    CHECK(masters.pins.count == 1 && masters.count == 2 && masters.addresses[1].port == 2);
    CHECK(!masters_take(&masters, answer));
    CHECK(json_parse(BAD, strlen(BAD), &answer) && !masters_take(&masters, answer) && masters.count == 2);
    CHECK(json_parse(NONE, strlen(NONE), &answer) && !masters_take(&masters, answer) && masters.pins.count == 1);
}

static void records_tell_only_their_identity(void)
{
    /* {"typ":"pwc+jwe","pwc":{"id":"ab","sid":"S-1","ft":"7","dc":"d"}} */
    static const char GOOD[] = "eyJ0eXAiOiJwd2MrandlIiwicHdjIjp7ImlkIjoiYWIiLCJzaWQiOiJTLTEiLCJmdCI6IjciLCJkYyI6ImQifX0..a.b.c";
    struct event event;
    CHECK(event_of_record(GOOD, strlen(GOOD), &event) && strcmp(event.id, "ab") == 0 && event.filetime == 7);
    CHECK(!event_of_record("a.b.c", 5, &event));
    CHECK(!event_of_record("....", 4, &event));
    CHECK(!event_of_record("e30..a.b.c\"", 11, &event));
    CHECK(!event_of_record("", 0, &event));
}

static void der_has_the_shortest_lengths(void)
{
    static uint8_t buffer[1024];
    static const uint8_t zeros[300];
    struct der der;
    der_start(&der, buffer, sizeof buffer);
    size_t mark = der_open(&der, DER_SEQUENCE);
    der_put(&der, DER_INTEGER, "\0", 1);
    der_close(&der, mark);
    CHECK(der.length == 5 && memcmp(buffer, "\x30\x03\x02\x01\0", 5) == 0);
    der_start(&der, buffer, sizeof buffer);
    der_put(&der, DER_UTF8, zeros, 200);
    CHECK(der.length == 203 && buffer[1] == 0x81 && buffer[2] == 200);
    der_start(&der, buffer, sizeof buffer);
    der_put(&der, DER_UTF8, zeros, 300);
    CHECK(der.length == 304 && buffer[1] == 0x82 && buffer[2] == 1 && buffer[3] == 44);
    der_start(&der, buffer, 4);
    der_put(&der, DER_UTF8, zeros, 300);
    CHECK(der.overflowed);
}

static void refusals_come_in_order(void)
{
    struct facts facts = {true, true, true, false, false, L"S-1-5-21-1", L"x"};
    CHECK(refusal(&facts, SIGNATURE_NONE) == NULL);
    facts.lsa_protected = true;
    CHECK(refusal(&facts, SIGNATURE_VALID) != NULL);
    CHECK(refusal(&facts, SIGNATURE_MICROSOFT) == NULL);
    facts.read_only = true;
    CHECK(strstr(refusal(&facts, SIGNATURE_MICROSOFT), "read-only") != NULL);
    facts.x64 = false;
    CHECK(strstr(refusal(&facts, SIGNATURE_MICROSOFT), "64-bit") != NULL);
}

static void the_service_has_the_sid_windows_gives_it(void)
{
    wchar_t sid[SERVICE_SID_MOST_UNITS];
    CHECK(service_sid(L"TRUSTEDINSTALLER", sid)
          && wcscmp(sid, L"S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464") == 0);
}

static void the_newest_key_that_is_valid_is_picked(void)
{
    static struct key_set set = {.count = 3, .keys = {{.not_before = 200}, {.not_before = 100}, {.not_before = 300}}};
    static struct key_set none;
    CHECK(key_set_pick(&set, 250) == &set.keys[0]);
    CHECK(key_set_pick(&set, 300) == &set.keys[2]);
    CHECK(key_set_pick(&set, 50) == &set.keys[1]); /* a clock that is behind loses no change */
    CHECK(key_set_pick(&none, 50) == NULL);
}

static DWORD WINAPI write_to_pipe(void *pipe)
{
    DWORD written;
    ConnectNamedPipe(pipe, NULL);
    WriteFile(pipe, "1234567", 7, &written, NULL);
    return 0;
}

/* A pipe under the name of a file could keep whoever reads it for good. */
static void only_files_are_read(void)
{
    static const wchar_t PIPE[] = L"\\\\.\\pipe\\adsync-units";
    wchar_t path[MAX_PATH];
    char text[8];
    size_t length = 0;
    DWORD written = 0;
    HANDLE pipe = CreateNamedPipeW(PIPE, PIPE_ACCESS_OUTBOUND, PIPE_TYPE_BYTE | PIPE_WAIT, 1, 64, 64, 0, NULL);
    HANDLE writer = CreateThread(NULL, 0, write_to_pipe, pipe, 0, NULL);
    CHECK(!file_read(PIPE, text, sizeof text, &length));
    WaitForSingleObject(writer, INFINITE);
    CloseHandle(writer);
    CloseHandle(pipe);
    CHECK(GetTempPathW(MAX_PATH - 16, path) > 0 && wcscat(path, L"units.tmp") != NULL);
    HANDLE file = CreateFileW(path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    CHECK(WriteFile(file, "1234567", 7, &written, NULL) && CloseHandle(file));
    CHECK(file_read(path, text, sizeof text, &length) && length == 7 && memcmp(text, "1234567", 7) == 0);
    CHECK(!file_read(path, text, 7, &length));
    DeleteFileW(path);
}

struct writer {
    struct ring *ring;
    int first;
};

static DWORD WINAPI write_many(void *argument)
{
    const struct writer *writer = argument;
    for (int i = 0; i < 5000;) {
        int64_t ticket;
        int *cell = ring_claim(writer->ring, &ticket);
        if (cell == NULL) {
            Sleep(0);
            continue;
        }
        *cell = writer->first + i++;
        ring_publish(writer->ring, ticket);
    }
    return 0;
}

/* Four writers, one reader: nothing is lost, nothing comes twice, each writer's own order holds. */
static void the_ring_loses_nothing(void)
{
    static int cells[64];
    static int64_t turns[64];
    struct ring ring;
    struct writer writers[4];
    HANDLE threads[4];
    int last[4] = {-1, -1, -1, -1};
    bool ordered = true;
    ring_start(&ring, cells, sizeof cells[0], turns, 64);
    for (int i = 0; i < 4; i++) {
        writers[i] = (struct writer){&ring, i * 100000};
        threads[i] = CreateThread(NULL, 0, write_many, &writers[i], 0, NULL);
    }
    for (int taken = 0; taken < 20000;) {
        const int *cell = ring_oldest(&ring);
        if (cell == NULL) {
            Sleep(0);
            continue;
        }
        int writer = *cell / 100000;
        int number = *cell % 100000;
        ordered = ordered && writer < 4 && number == last[writer] + 1;
        if (!ordered) {
            break;
        }
        last[writer] = number;
        ring_release(&ring);
        taken++;
    }
    CHECK(ordered);
    if (ordered) {
        WaitForMultipleObjects(4, threads, TRUE, INFINITE);
        CHECK(ring_oldest(&ring) == NULL);
        bool wiped = true;
        for (int i = 0; i < 64; i++) {
            wiped = wiped && cells[i] == 0;
        }
        CHECK(wiped);
    }
}

int wmain(void)
{
    json_takes_what_is_json();
    json_finds_members();
    base64url_is_strict();
    utf8_is_strict();
    text_stays_within();
    backoff_grows_to_a_minute();
    lists_keep_the_neighbours();
    answers_are_read_line_by_line();
    tokens_are_parsed_from_the_end();
    answers_can_only_add_whole_pins();
    records_tell_only_their_identity();
    der_has_the_shortest_lengths();
    refusals_come_in_order();
    the_service_has_the_sid_windows_gives_it();
    only_files_are_read();
    the_newest_key_that_is_valid_is_picked();
    the_ring_loses_nothing();
    printf("%d checks, %d failed\n", checks, failed);
    return failed == 0 ? 0 : 1;
}
