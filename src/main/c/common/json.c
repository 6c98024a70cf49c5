#include "json.h"

#include <string.h>

#define DEEPEST 16

struct cursor {
    const char *at;
    const char *end;
};

static bool skip_value(struct cursor *cursor, int depth);

static void skip_space(struct cursor *cursor)
{
    while (cursor->at < cursor->end
           && (*cursor->at == ' ' || *cursor->at == '\t' || *cursor->at == '\n' || *cursor->at == '\r')) {
        cursor->at++;
    }
}

static bool accept(struct cursor *cursor, char expected)
{
    if (cursor->at < cursor->end && *cursor->at == expected) {
        cursor->at++;
        return true;
    }
    return false;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Four hexadecimal digits after \u; -1 if they are not there. */
static int32_t four_digits(struct cursor *cursor)
{
    int32_t value = 0;
    for (int i = 0; i < 4; i++) {
        int digit = cursor->at < cursor->end ? hex_value(*cursor->at) : -1;
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
        cursor->at++;
    }
    return value;
}

/* One escape after the backslash as a code point; -1 if malformed or half a surrogate pair. */
static int32_t escape(struct cursor *cursor)
{
    static const char FROM[] = "\"\\/bfnrt";
    static const char TO[] = "\"\\/\b\f\n\r\t";
    if (cursor->at == cursor->end) {
        return -1;
    }
    char kind = *cursor->at++;
    if (kind != 'u') {
        const char *found = kind == '\0' ? NULL : strchr(FROM, kind);
        return found == NULL ? -1 : TO[found - FROM];
    }
    int32_t high = four_digits(cursor);
    if (high < 0xD800 || high > 0xDFFF) {
        return high;
    }
    if (high > 0xDBFF || !accept(cursor, '\\') || !accept(cursor, 'u')) {
        return -1;
    }
    int32_t low = four_digits(cursor);
    return low >= 0xDC00 && low <= 0xDFFF ? 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) : -1;
}

static size_t utf8(int32_t point, char out[4])
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    size_t length = point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (point & 0x3F));
        point >>= 6;
    }
    out[0] = (char)((0xF00 >> length & 0xF0) | point);
    return length;
}

/* The string at the cursor; written to out unless that is NULL. */
static bool read_string(struct cursor *cursor, char *out, size_t capacity, size_t *length)
{
    size_t written = 0;
    if (!accept(cursor, '"')) {
        return false;
    }
    while (!accept(cursor, '"')) {
        char bytes[4];
        size_t count = 1;
        if (cursor->at == cursor->end || (unsigned char)*cursor->at < 0x20) {
            return false;
        }
        bytes[0] = *cursor->at++;
        if (bytes[0] == '\\') {
            int32_t point = escape(cursor);
            if (point < 0) {
                return false;
            }
            count = utf8(point, bytes);
        }
        if (out != NULL) {
            if (count >= capacity - written) {
                return false;
            }
            memcpy(out + written, bytes, count);
        }
        written += count;
    }
    if (out != NULL) {
        out[written] = '\0';
    }
    *length = written;
    return true;
}

static bool skip_string(struct cursor *cursor)
{
    size_t ignored;
    return read_string(cursor, NULL, 0, &ignored);
}

static bool skip_digits(struct cursor *cursor)
{
    const char *start = cursor->at;
    while (cursor->at < cursor->end && *cursor->at >= '0' && *cursor->at <= '9') {
        cursor->at++;
    }
    return cursor->at > start;
}

static bool skip_number(struct cursor *cursor)
{
    accept(cursor, '-');
    if (!accept(cursor, '0') && !skip_digits(cursor)) {
        return false;
    }
    if (accept(cursor, '.') && !skip_digits(cursor)) {
        return false;
    }
    if (accept(cursor, 'e') || accept(cursor, 'E')) {
        if (!accept(cursor, '+')) {
            accept(cursor, '-');
        }
        return skip_digits(cursor);
    }
    return true;
}

static bool skip_word(struct cursor *cursor, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, word, length) != 0) {
        return false;
    }
    cursor->at += length;
    return true;
}

static bool skip_items(struct cursor *cursor, char close, int depth)
{
    bool named = close == '}';
    cursor->at++;
    skip_space(cursor);
    if (accept(cursor, close)) {
        return true;
    }
    for (;;) {
        skip_space(cursor);
        if (named) {
            if (!skip_string(cursor)) {
                return false;
            }
            skip_space(cursor);
            if (!accept(cursor, ':')) {
                return false;
            }
            skip_space(cursor);
        }
        if (!skip_value(cursor, depth)) {
            return false;
        }
        skip_space(cursor);
        if (accept(cursor, close)) {
            return true;
        }
        if (!accept(cursor, ',')) {
            return false;
        }
    }
}

static bool skip_value(struct cursor *cursor, int depth)
{
    if (cursor->at == cursor->end || depth > DEEPEST) {
        return false;
    }
    switch (*cursor->at) {
    case '{':
        return skip_items(cursor, '}', depth + 1);
    case '[':
        return skip_items(cursor, ']', depth + 1);
    case '"':
        return skip_string(cursor);
    case 't':
        return skip_word(cursor, "true");
    case 'f':
        return skip_word(cursor, "false");
    case 'n':
        return skip_word(cursor, "null");
    default:
        return skip_number(cursor);
    }
}

static bool take_value(struct cursor *cursor, struct json *value)
{
    skip_space(cursor);
    value->text = cursor->at;
    if (!skip_value(cursor, 0)) {
        return false;
    }
    value->length = (size_t)(cursor->at - value->text);
    skip_space(cursor);
    return true;
}

bool json_parse(const char *text, size_t length, struct json *value)
{
    struct cursor cursor = {text, text + length};
    return take_value(&cursor, value) && cursor.at == cursor.end;
}

bool json_member(struct json object, const char *name, struct json *value)
{
    struct cursor cursor = {object.text, object.text + object.length};
    size_t wanted = strlen(name);
    if (!accept(&cursor, '{')) {
        return false;
    }
    for (;;) {
        skip_space(&cursor);
        const char *start = cursor.at;
        if (!skip_string(&cursor)) {
            return false; /* also the end of an empty object */
        }
        bool found = (size_t)(cursor.at - start) == wanted + 2 && memcmp(start + 1, name, wanted) == 0;
        skip_space(&cursor);
        if (!accept(&cursor, ':') || !take_value(&cursor, value)) {
            return false;
        }
        if (found) {
            return true;
        }
        if (!accept(&cursor, ',')) {
            return false;
        }
    }
}

bool json_next(struct json *rest, struct json *element)
{
    struct cursor cursor = {rest->text, rest->text + rest->length};
    if (!accept(&cursor, '[') && !accept(&cursor, ',')) {
        return false;
    }
    if (!take_value(&cursor, element)) {
        return false; /* also the end of an empty array */
    }
    rest->text = cursor.at;
    rest->length = (size_t)(cursor.end - cursor.at);
    return true;
}

bool json_string(struct json value, char *out, size_t capacity, size_t *length)
{
    struct cursor cursor = {value.text, value.text + value.length};
    return capacity > 0 && read_string(&cursor, out, capacity, length) && cursor.at == cursor.end;
}

bool json_whole_number(struct json value, uint64_t *number)
{
    uint64_t result = 0;
    if (value.length == 0 || value.length > 19) {
        return false;
    }
    for (size_t i = 0; i < value.length; i++) {
        char digit = value.text[i];
        if (digit < '0' || digit > '9') {
            return false;
        }
        result = result * 10 + (uint64_t)(digit - '0');
    }
    *number = result;
    return true;
}

bool json_member_string(struct json object, const char *name, char *out, size_t capacity, size_t *length)
{
    struct json value;
    return json_member(object, name, &value) && json_string(value, out, capacity, length);
}

bool json_member_number(struct json object, const char *name, uint64_t *number)
{
    struct json value;
    return json_member(object, name, &value) && json_whole_number(value, number);
}

bool json_member_is(struct json object, const char *name, const char *expected)
{
    char actual[64];
    size_t length;
    return json_member_string(object, name, actual, sizeof actual, &length) && length == strlen(expected)
           && memcmp(actual, expected, length) == 0;
}
