#include "line.h"

#include <stdio.h>
#include <string.h>

static bool is_blank(char character)
{
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
}

bool line_read(char *out, size_t capacity)
{
    if (fgets(out, (int)capacity, stdin) == NULL) {
        return false;
    }
    size_t length = strlen(out);
    if (length + 1 == capacity && out[length - 1] != '\n') {
        return false;
    }
    size_t start = strspn(out, " \t");
    while (length > start && is_blank(out[length - 1])) {
        length--;
    }
    memmove(out, out + start, length - start);
    out[length - start] = '\0';
    return length > start;
}
