/*
 * Gives changed inputs to the parsers of what comes from elsewhere, natively, under the compiler's sanitizers: whoever reads or
 * writes where he must not ends the process. Usage: mutate <rounds> <seed>; "mutate 0 0" plants a fault, to show that it is found.
 */
#include "answers.h"
#include "base64url.h"
#include "event.h"
#include "json.h"
#include "keyset.h"
#include "text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_BYTES 4096

static const char KEYS[] =
    "{\"ver\":3,\"exp\":2000000000,\"mode\":\"phc\",\"rounds\":120000,\"keys\":[{\"kid\":\"ec-1\",\"use\":\"enc\","
    "\"alg\":\"ECDH-ES\",\"nbf\":1,\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
    "\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"},{\"kid\":\"r\",\"use\":\"enc\",\"alg\":\"RSA-OAEP-256\",\"nbf\":2,"
    "\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"_____w\"}]}";
static const char HEADER[] = "{\"alg\":\"ES256\",\"typ\":\"pwkeyset+jws\"}";
static const char CLAIM[] = "{\"typ\":\"pwc+jwe\",\"pwc\":{\"id\":\"ab\",\"sid\":\"S-1-5-21-1\",\"ft\":\"7\",\"dc\":\"d\","
                            "\"boot\":\"0f\",\"seq\":4}}";
static const char MISS[] = "{\"id\":\"ab\",\"sid\":\"S-1-5-21-1\",\"ft\":\"7\",\"dc\":\"d\",\"reason\":\"empty\"}";
static const char ANSWERS[] = "{\"id\":\"1\",\"st\":\"accepted\"}\r\n\n"
                              "{\"id\":\"2\",\"st\":\"rejected\",\"why\":\"\\u00fc\\ud83d\\ude00\"}\nx";

static uint32_t state;

/* Of the set itself every change is to be looked at, so each signature is good here. */
bool es256_verify(const uint8_t point[P256_POINT_BYTES], const void *bytes, size_t length,
                  const uint8_t signature[ES256_SIGNATURE_BYTES])
{
    (void)point;
    (void)bytes;
    (void)length;
    (void)signature;
    return true;
}

static uint32_t chance(uint32_t below)
{
    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state % below;
}

/* A few changes of bytes, and now and then a shorter or a doubled one. */
static size_t change(const char *from, char *to)
{
    static const char LIKELY[] = "\"\\{}[]:,u0-.eE \n\xff";
    size_t length = strlen(from);
    memcpy(to, from, length);
    for (uint32_t i = chance(6); i > 0 && length > 0; i--) {
        to[chance((uint32_t)length)] = chance(2) == 0 ? LIKELY[chance(sizeof LIKELY)] : (char)chance(256);
    }
    if (chance(4) == 0) {
        length = chance((uint32_t)length + 1);
    } else if (chance(8) == 0 && 2 * length <= MOST_BYTES) {
        memcpy(to + length, to, length);
        length *= 2;
    }
    return length;
}

/* In memory that ends where it does. */
static char *exactly(const char *bytes, size_t length)
{
    char *copy = malloc(length == 0 ? 1 : length);
    memcpy(copy, bytes, length);
    return length == 0 ? copy + 1 : copy;
}

static void release(char *copy, size_t length)
{
    free(length == 0 ? copy - 1 : copy);
}

static bool parse_set(const char *payload, size_t payload_length)
{
    static char bytes[4 * MOST_BYTES];
    static const uint8_t ROOT[P256_POINT_BYTES];
    static const uint8_t SIGNATURE[ES256_SIGNATURE_BYTES];
    static struct key_set set;
    char header[256];
    struct text jws;
    text_start(&jws, bytes, sizeof bytes);
    size_t header_length = sizeof HEADER - 1;
    memcpy(header, HEADER, sizeof HEADER);
    if (chance(8) == 0) {
        header_length = change(HEADER, header);
    }
    text_base64url(&jws, header, header_length);
    text_string(&jws, ".");
    text_base64url(&jws, payload, payload_length);
    text_string(&jws, ".");
    text_base64url(&jws, SIGNATURE, sizeof SIGNATURE);
    char *exact = exactly(bytes, jws.length);
    bool opened = key_set_open(exact, jws.length, ROOT, &set) && (key_set_pick(&set, chance(4)), true);
    release(exact, jws.length);
    return opened;
}

static bool parse_record(const char *header, size_t length)
{
    static char bytes[4 * MOST_BYTES];
    struct text jwe;
    struct event event;
    text_start(&jwe, bytes, sizeof bytes);
    text_base64url(&jwe, header, length);
    text_string(&jwe, "..a.b.c");
    char *exact = exactly(bytes, jwe.length);
    bool read = event_of_record(exact, jwe.length, &event);
    release(exact, jwe.length);
    return read;
}

static bool parse_miss(const char *line, size_t length)
{
    struct json miss;
    struct event event;
    char *exact = exactly(line, length);
    bool read = json_parse(exact, length, &miss) && event_of_miss(miss, &event);
    release(exact, length);
    return read;
}

static bool parse_answers(const char *lines, size_t length)
{
    struct event_answer answer;
    bool any = false;
    char *exact = exactly(lines, length);
    const char *at = exact;
    for (size_t left = length; answers_next(&at, &left, &answer);) {
        any = any || answer.status != EVENT_UNKNOWN;
    }
    release(exact, length);
    return any;
}

int main(int argc, char **argv)
{
    static char bytes[MOST_BYTES];
    unsigned taken[4] = {0};
    long rounds = argc == 3 ? atol(argv[1]) : -1;
    state = argc == 3 ? (uint32_t)atol(argv[2]) | 1 : 1;
    if (rounds == 0) {
        char *planted = exactly(MISS, 4);
        return planted[chance(1) + 4];
    }
    for (long i = 0; i < rounds; i++) {
        taken[0] += parse_set(bytes, change(KEYS, bytes));
        taken[1] += parse_record(bytes, change(CLAIM, bytes));
        taken[2] += parse_miss(bytes, change(MISS, bytes));
        taken[3] += parse_answers(bytes, change(ANSWERS, bytes));
    }
    printf("%ld rounds, taken: %u %u %u %u\n", rounds, taken[0], taken[1], taken[2], taken[3]);
    return 0;
}
