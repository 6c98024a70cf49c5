/* Writes DER (X.690), as much of it as a certificate request needs. */
#ifndef ADSYNC_DER_H
#define ADSYNC_DER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum der_tag {
    DER_INTEGER = 0x02,
    DER_BIT_STRING = 0x03,
    DER_NULL = 0x05,
    DER_OID = 0x06,
    DER_UTF8 = 0x0C,
    DER_SEQUENCE = 0x30,
    DER_SET = 0x31,
    DER_ATTRIBUTES = 0xA0
};

struct der {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
    bool overflowed;
};

void der_start(struct der *der, uint8_t *buffer, size_t capacity);
void der_raw(struct der *der, const void *bytes, size_t length);
void der_put(struct der *der, enum der_tag tag, const void *bytes, size_t length);

/* Between the two, what is written becomes the content. The mark of der_open goes to der_close. */
size_t der_open(struct der *der, enum der_tag tag);
void der_close(struct der *der, size_t mark);

#endif
