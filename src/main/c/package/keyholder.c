#include "keyholder.h"

#include "file.h"

#include <string.h>

/* False if the file cannot be read now; what is in it may still be of no use. */
static bool load(struct keyholder *holder, const struct settings *settings)
{
    char jws[KEYSET_MOST_BYTES + 1];
    size_t length;
    struct key_set fresh;
    uint32_t known = settings_key_set_version();
    if (!file_read(settings->key_set, jws, sizeof jws, &length)) {
        return false;
    }
    if (!key_set_open(jws, length, settings->root, &fresh) || fresh.version < known
        || fresh.version > UINT32_MAX) {
        return true;
    }
    holder->set = fresh;
    holder->held = true;
    if (fresh.version > known) {
        settings_remember_key_set_version((uint32_t)fresh.version);
    }
    return true;
}

void keyholder_refresh(struct keyholder *holder, const struct settings *settings)
{
    bool other_root = memcmp(holder->root, settings->root, sizeof holder->root) != 0;
    if (!settings->has_root || other_root) {
        holder->held = false; /* the pin is gone: so is the trust in what it signed */
        holder->file_time = 0; /* and what was of no use may be of use now */
        memcpy(holder->root, settings->root, sizeof holder->root);
    }
    uint64_t changed = file_changed_at(settings->key_set);
    if (settings->has_root && changed != 0 && changed != holder->file_time) {
        holder->file_time = load(holder, settings) ? changed : 0; /* it may be held by somebody: once more */
    }
}

const struct sealing_key *keyholder_key(const struct keyholder *holder, uint64_t now)
{
    return holder->held ? key_set_pick(&holder->set, now) : NULL;
}
