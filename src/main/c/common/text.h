/* Text written into a buffer of fixed size; never allocates, never writes past the end. */
#ifndef ADSYNC_TEXT_H
#define ADSYNC_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    char *bytes;
    size_t length;
    size_t capacity;
    bool overflowed; /* something did not fit: the text must not be used */
};

void text_start(struct text *text, char *buffer, size_t capacity);
void text_put(struct text *text, const void *bytes, size_t length);
void text_string(struct text *text, const char *string);
void text_decimal(struct text *text, uint64_t value);
void text_hex(struct text *text, uint64_t value, unsigned digits);
void text_hex_bytes(struct text *text, const void *bytes, size_t length);

/* Base64 without padding: with the alphabet for URLs (RFC 4648, 5) and the classic one (4). */
void text_base64url(struct text *text, const void *bytes, size_t length);
void text_base64(struct text *text, const void *bytes, size_t length);

/* A JSON string with its quotes; control characters, quotes and backslashes escaped. */
void text_json_string(struct text *text, const char *bytes, size_t length);

/* Ends the text with a zero byte that is not counted; false if anything did not fit. */
bool text_finish(struct text *text);

#endif
