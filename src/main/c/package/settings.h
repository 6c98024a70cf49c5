/* What the installer decided for this domain controller. */
#ifndef ADSYNC_SETTINGS_H
#define ADSYNC_SETTINGS_H

#include "cng.h"

#include <windows.h>
#include <stdbool.h>
#include <stdint.h>

#define SID_MOST_BYTES 128
#define DC_ID_BYTES 36

struct settings {
    bool disabled;
    bool has_root;
    bool force_phc; /* never seal a password itself, whatever the key set says */
    uint8_t root[P256_POINT_BYTES];
    char domain_sid[SID_MOST_BYTES];
    char dc[DC_ID_BYTES + 1]; /* objectGUID of this computer */
    wchar_t spool[MAX_PATH];
    wchar_t key_set[MAX_PATH];
    uint32_t most_files;
    uint64_t most_bytes;
};

/* False if the key or what cannot be done without (spool, domain SID, computer) is missing. */
bool settings_read(struct settings *settings);

/*
 * Counts a start and says whether to go on. After three starts without ten quiet minutes the package stays passive
 * from the fourth on: a fault in it must not keep a domain controller from starting.
 */
bool settings_count_start(void);
void settings_forget_starts(void);

/* The highest key-set version ever accepted, so that an older set is refused after a restart too. */
uint32_t settings_key_set_version(void);
void settings_remember_key_set_version(uint32_t version);

#endif
