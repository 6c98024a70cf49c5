/* What the provider finds when it opens a record. */
#ifndef ADSYNC_PAYLOAD_H
#define ADSYNC_PAYLOAD_H

#include "keyset.h"
#include "package.h"
#include "text.h"

#define PAYLOAD_BLOCK_BYTES 256
#define PAYLOAD_UTF8_MOST_BYTES (3 * PASSWORD_MOST_UNITS)

enum payload_outcome { PAYLOAD_WRITTEN, PAYLOAD_NOT_TEXT, PAYLOAD_FAILED };

/*
 * {"sam":...,"pw":...} or {"sam":...,"phc":...}, spaces after it up to a multiple of 256 bytes: the length
 * says nothing about the password. Wipes every copy it makes except the payload itself; the one in UTF-8 takes shape
 * where the caller says, for that memory is locked.
 */
enum payload_outcome payload_write(const struct change *change, enum payload_mode mode, uint32_t rounds,
                                   char utf8[PAYLOAD_UTF8_MOST_BYTES], struct text *payload);

#endif
