/* What the password package holds while it is loaded. */
#ifndef ADSYNC_PACKAGE_H
#define ADSYNC_PACKAGE_H

#include "ring.h"

#include <stdbool.h>
#include <stdint.h>
#include <wchar.h>

#define PACKAGE_VERSION "1.0.0"

#define CHANGE_CELLS 256
#define MISS_CELLS 16384
#define NAME_MOST_UNITS 256
#define PASSWORD_MOST_UNITS 256

/* One password change as Windows told it: clear text, wiped as soon as it is sealed. */
struct change {
    uint64_t filetime;
    uint32_t rid;
    bool faulted; /* the caller's strings could not be read */
    uint16_t name_units;
    uint16_t password_units;
    wchar_t name[NAME_MOST_UNITS];
    wchar_t password[PASSWORD_MOST_UNITS];
};

/* Why a change will not be synchronised; the names in miss.c are part of the format. */
enum miss_reason {
    MISS_OVERFLOW,
    MISS_OVERSIZE,
    MISS_ENCODING,
    MISS_EMPTY,
    MISS_FAULT,
    MISS_NO_KEY,
    MISS_SPOOL_FULL,
    MISS_SPOOL_ERROR
};

struct miss {
    uint64_t filetime;
    uint32_t rid;
    enum miss_reason reason;
};

struct counters {
    volatile int64_t seen;       /* calls with a user's password */
    volatile int64_t skipped;    /* machines, trusts, built-in accounts */
    volatile int64_t missed;     /* for every reason together */
    volatile int64_t unrecorded; /* missed when even the list of misses was full */
    volatile int64_t spooled;
    volatile int64_t faults; /* exceptions caught in the worker */
};

/* What never gets into the page file: the quota of a process may be too small for all of it. */
struct locked {
    bool record;      /* where a record takes shape: every password passes through it */
    unsigned changes; /* cells of those that wait */
};

struct package {
    volatile int32_t capturing; /* 0: passive, every call returns at once */
    struct ring changes;
    struct ring misses;
    struct counters counters;
    struct locked locked;   /* the worker's */
    uint64_t last_captured; /* the worker's: FILETIME of the last change that was sealed; 0 if there was none */
    volatile int64_t change_turns[CHANGE_CELLS];
    volatile int64_t miss_turns[MISS_CELLS];
    struct change change_cells[CHANGE_CELLS];
    struct miss miss_cells[MISS_CELLS];
};

void count(volatile int64_t *counter);

/* Notes a lost change; safe on the caller's path. */
void package_miss(struct package *package, uint64_t filetime, uint32_t rid, enum miss_reason reason);

#endif
