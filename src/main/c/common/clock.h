/* Time as Windows counts it and as the rest of the world does. */
#ifndef ADSYNC_CLOCK_H
#define ADSYNC_CLOCK_H

#include <stdint.h>

#define FILETIME_PER_SECOND UINT64_C(10000000)

/* Ticks of 100 ns since 1601. Reads a shared page: no system call. */
uint64_t filetime_now(void);

/* Seconds since 1970; 0 for anything before. */
uint64_t unix_seconds(uint64_t filetime);

/* FILETIME of seconds since 1970; the latest there is for what would be later. */
uint64_t filetime_of_unix(uint64_t seconds);

#endif
