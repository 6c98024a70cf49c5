#include "text.h"

#include <string.h>

static const char URL_ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
static const char CLASSIC_ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char HEX_DIGITS[] = "0123456789abcdef";

void text_start(struct text *text, char *buffer, size_t capacity)
{
    text->bytes = buffer;
    text->length = 0;
    text->capacity = capacity;
    text->overflowed = false;
}

void text_put(struct text *text, const void *bytes, size_t length)
{
    if (text->overflowed || length > text->capacity - text->length) {
        text->overflowed = true;
        return;
    }
    if (length > 0) {
        memcpy(text->bytes + text->length, bytes, length);
    }
    text->length += length;
}

void text_string(struct text *text, const char *string)
{
    text_put(text, string, strlen(string));
}

void text_decimal(struct text *text, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    text_put(text, digits + at, sizeof digits - at);
}

void text_hex(struct text *text, uint64_t value, unsigned digits)
{
    while (digits > 0) {
        digits--;
        text_put(text, &HEX_DIGITS[(value >> (4 * digits)) & 15], 1);
    }
}

void text_hex_bytes(struct text *text, const void *bytes, size_t length)
{
    const uint8_t *byte = bytes;
    for (size_t i = 0; i < length; i++) {
        text_hex(text, byte[i], 2);
    }
}

static void put_base64(struct text *text, const char *alphabet, const uint8_t *bytes, size_t length)
{
    while (length > 0) {
        size_t take = length < 3 ? length : 3;
        uint32_t group = (uint32_t)bytes[0] << 16;
        if (take > 1) {
            group |= (uint32_t)bytes[1] << 8;
        }
        if (take > 2) {
            group |= bytes[2];
        }
        for (size_t i = 0; i <= take; i++) {
            text_put(text, &alphabet[(group >> (18 - 6 * i)) & 63], 1);
        }
        bytes += take;
        length -= take;
    }
}

void text_base64url(struct text *text, const void *bytes, size_t length)
{
    put_base64(text, URL_ALPHABET, bytes, length);
}

void text_base64(struct text *text, const void *bytes, size_t length)
{
    put_base64(text, CLASSIC_ALPHABET, bytes, length);
}

void text_json_string(struct text *text, const char *bytes, size_t length)
{
    text_put(text, "\"", 1);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == '"' || byte == '\\') {
            text_put(text, "\\", 1);
            text_put(text, &bytes[i], 1);
        } else if (byte < 0x20) {
            text_string(text, "\\u");
            text_hex(text, byte, 4);
        } else {
            text_put(text, &bytes[i], 1);
        }
    }
    text_put(text, "\"", 1);
}

bool text_finish(struct text *text)
{
    text_put(text, "", 1);
    if (text->overflowed) {
        return false;
    }
    text->length--;
    return true;
}
