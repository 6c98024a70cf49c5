#include "clock.h"

#include <windows.h>

#define SECONDS_1601_TO_1970 UINT64_C(11644473600)

uint64_t filetime_now(void)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    return (uint64_t)now.dwHighDateTime << 32 | now.dwLowDateTime;
}

uint64_t unix_seconds(uint64_t filetime)
{
    uint64_t seconds = filetime / FILETIME_PER_SECOND;
    return seconds < SECONDS_1601_TO_1970 ? 0 : seconds - SECONDS_1601_TO_1970;
}

uint64_t filetime_of_unix(uint64_t seconds)
{
    uint64_t most = UINT64_MAX / FILETIME_PER_SECOND - SECONDS_1601_TO_1970;
    return ((seconds < most ? seconds : most) + SECONDS_1601_TO_1970) * FILETIME_PER_SECOND;
}
