/* Reads JSON (RFC 8259) in place: a value is a piece of the text; nothing is allocated. */
#ifndef ADSYNC_JSON_H
#define ADSYNC_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json {
    const char *text; /* first character of the value */
    size_t length;
};

/* The one value that the whole text is; false if it is malformed, nested deeper than 16, or more than one. */
bool json_parse(const char *text, size_t length, struct json *value);

/* A member of an object; false if the value is no object or has no such member. The first of two wins. */
bool json_member(struct json object, const char *name, struct json *value);

/* Goes through an array: start with *rest as the array itself, ends with false. */
bool json_next(struct json *rest, struct json *element);

/* The characters of a string as UTF-8 with a zero byte after them; false if no string or too long. */
bool json_string(struct json value, char *out, size_t capacity, size_t *length);

/* A whole number that is not negative. */
bool json_whole_number(struct json value, uint64_t *number);

bool json_member_string(struct json object, const char *name, char *out, size_t capacity, size_t *length);
bool json_member_number(struct json object, const char *name, uint64_t *number);

/* Whether the member is a string equal to the expected one. */
bool json_member_is(struct json object, const char *name, const char *expected);

#endif
