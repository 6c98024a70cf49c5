/* Which event this is: who, when, where; readable by the master, and no secret. */
#ifndef ADSYNC_IDENTITY_H
#define ADSYNC_IDENTITY_H

#include "settings.h"
#include "text.h"

#include <stdint.h>

#define BOOT_BYTES 16
#define CLAIM_MOST_BYTES 512

/* This load of the package: a new random name each time, and the number of its last record. */
struct boot {
    uint8_t id[BOOT_BYTES];
    uint32_t sequence;
};

/* {"v":1,"id":...,"sid":...,"ft":...,"dc":...,"boot":...,"seq":n}; false if no random number could be had. */
bool write_claim(const struct settings *settings, const struct boot *boot, uint64_t filetime, uint32_t rid,
                 struct text *claim);

/* The members id, sid, ft and dc alone, without braces. */
bool write_identity(const struct settings *settings, uint64_t filetime, uint32_t rid, struct text *text);

#endif
