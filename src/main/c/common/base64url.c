#include "base64url.h"

static int sextet(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return c - 'A';
    }
    if (c >= 'a' && c <= 'z') {
        return c - 'a' + 26;
    }
    if (c >= '0' && c <= '9') {
        return c - '0' + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : -1;
}

bool base64url_decode(const char *text, size_t length, uint8_t *out, size_t capacity, size_t *decoded)
{
    uint32_t bits = 0;
    unsigned held = 0;
    size_t written = 0;
    if (length % 4 == 1) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        int value = sextet(text[i]);
        if (value < 0) {
            return false;
        }
        bits = bits << 6 | (uint32_t)value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            if (written == capacity) {
                return false;
            }
            out[written++] = (uint8_t)(bits >> held);
            bits &= (1u << held) - 1;
        }
    }
    *decoded = written;
    return bits == 0;
}

bool base64url_decode_exactly(const char *text, size_t length, uint8_t *out, size_t expected)
{
    size_t decoded;
    return base64url_decode(text, length, out, expected, &decoded) && decoded == expected;
}
