#include "der.h"

#include <string.h>

#define LONG_FORM_BYTES 3 /* 0x82 and two bytes: room that der_open keeps */

void der_start(struct der *der, uint8_t *buffer, size_t capacity)
{
    der->bytes = buffer;
    der->length = 0;
    der->capacity = capacity;
    der->overflowed = false;
}

void der_raw(struct der *der, const void *bytes, size_t length)
{
    if (der->overflowed || length > der->capacity - der->length) {
        der->overflowed = true;
        return;
    }
    if (length > 0) {
        memcpy(der->bytes + der->length, bytes, length);
    }
    der->length += length;
}

/* The shortest form of a length below 65,536; how many bytes it has. */
static size_t encode_length(size_t length, uint8_t out[LONG_FORM_BYTES])
{
    if (length < 0x80) {
        out[0] = (uint8_t)length;
        return 1;
    }
    if (length < 0x100) {
        out[0] = 0x81;
        out[1] = (uint8_t)length;
        return 2;
    }
    out[0] = 0x82;
    out[1] = (uint8_t)(length >> 8);
    out[2] = (uint8_t)length;
    return 3;
}

void der_put(struct der *der, enum der_tag tag, const void *bytes, size_t length)
{
    size_t mark = der_open(der, tag);
    der_raw(der, bytes, length);
    der_close(der, mark);
}

size_t der_open(struct der *der, enum der_tag tag)
{
    uint8_t head[1 + LONG_FORM_BYTES] = {(uint8_t)tag, 0, 0, 0};
    der_raw(der, head, sizeof head);
    return der->length;
}

void der_close(struct der *der, size_t mark)
{
    uint8_t encoded[LONG_FORM_BYTES];
    size_t content = der->length - mark;
    if (der->overflowed || content > 0xFFFF) {
        der->overflowed = true;
        return;
    }
    size_t used = encode_length(content, encoded);
    uint8_t *head = der->bytes + mark - LONG_FORM_BYTES;
    memmove(head + used, der->bytes + mark, content);
    memcpy(head, encoded, used);
    der->length -= LONG_FORM_BYTES - used;
}
