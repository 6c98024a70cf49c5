/* Folders and keys with exactly the rights they need. */
#ifndef ADSYNC_FOLDERS_H
#define ADSYNC_FOLDERS_H

#include <windows.h>
#include <stdbool.h>

/* Where things are; everything can be said at installation, the rest is usual. */
struct places {
    wchar_t spool[MAX_PATH];
    wchar_t state[MAX_PATH];
    wchar_t key_set[MAX_PATH];
    wchar_t package[MAX_PATH]; /* the DLL, in System32 */
    wchar_t courier[MAX_PATH];
};

bool places_usual(struct places *places);

/*
 * Makes the folders; SYSTEM writes the spool, the courier reads and deletes there, administrators only read.
 * False also for one that is a link elsewhere.
 */
bool folders_make(const struct places *places);

/* The registry key for the package: the courier may only read it. */
bool key_make(HKEY *key);

#endif
