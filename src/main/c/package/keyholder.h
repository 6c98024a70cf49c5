/* The key set in use: taken from its file when that changes, kept when the file is bad, old or gone. */
#ifndef ADSYNC_KEYHOLDER_H
#define ADSYNC_KEYHOLDER_H

#include "keyset.h"
#include "settings.h"

struct keyholder {
    bool held;
    struct key_set set;
    uint64_t file_time; /* of the file as last looked into */
    uint8_t root[P256_POINT_BYTES];
};

/* Looks at the file again; a set older than one that was ever accepted is refused. */
void keyholder_refresh(struct keyholder *holder, const struct settings *settings);

/* The key to seal to now; NULL if there is none. */
const struct sealing_key *keyholder_key(const struct keyholder *holder, uint64_t now);

#endif
