/* What the provider finds when it opens a record. */
#ifndef ADSYNC_PAYLOAD_H
#define ADSYNC_PAYLOAD_H

#include "keyset.h"
#include "package.h"
#include "text.h"

#define PAYLOAD_BLOCK_BYTES 256

enum payload_outcome { PAYLOAD_WRITTEN, PAYLOAD_NOT_TEXT, PAYLOAD_FAILED };

/*
 * {"sam":...,"pw":...} or {"sam":...,"phc":...}, spaces after it up to a multiple of 256 bytes: the length
 * says nothing about the password. Wipes every copy it makes except the payload itself.
 */
enum payload_outcome payload_write(const struct change *change, enum payload_mode mode, uint32_t rounds,
                                   struct text *payload);

#endif
