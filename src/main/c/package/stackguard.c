/*
 * The stack protector's value and verdict. The compiler's library would open a cryptographic provider for it while
 * lsass holds the loader's lock; this takes what Microsoft's own runtime takes.
 */
#include <windows.h>
#include <stdint.h>
#include <string.h>

#define FAST_FAIL_STACK_COOKIE 2
#define FAST_FAIL_RANGE_CHECK 8

uintptr_t __stack_chk_guard = 0x2B992DDFA232u;

void __stack_chk_fail(void) __attribute__((noreturn));
static void fail_fast(unsigned why) __attribute__((noreturn));
void *__memcpy_chk(void *to, const void *from, size_t length, size_t room);
void *__memset_chk(void *to, int value, size_t length, size_t room);

static void choose_guard(void) __attribute__((constructor, optimize("no-stack-protector")));

static void choose_guard(void)
{
    FILETIME now;
    LARGE_INTEGER counter;
    GetSystemTimeAsFileTime(&now);
    QueryPerformanceCounter(&counter);
    uintptr_t value = (uintptr_t)now.dwHighDateTime << 32 ^ now.dwLowDateTime ^ (uintptr_t)counter.QuadPart << 24
                      ^ (uintptr_t)GetCurrentThreadId() << 40 ^ GetCurrentProcessId() ^ (uintptr_t)&now;
    __stack_chk_guard = value & ~(uintptr_t)0xFF; /* a zero byte stops a string that runs over */
}

/* Ends the process at once, past every handler: nothing of it can be trusted any more. */
static void fail_fast(unsigned why)
{
    __asm__ volatile("int $0x29" : : "c"(why));
    __builtin_unreachable();
}

void __stack_chk_fail(void)
{
    fail_fast(FAST_FAIL_STACK_COOKIE);
}

void *__memcpy_chk(void *to, const void *from, size_t length, size_t room)
{
    if (length > room) {
        fail_fast(FAST_FAIL_RANGE_CHECK);
    }
    return memcpy(to, from, length);
}

void *__memset_chk(void *to, int value, size_t length, size_t room)
{
    if (length > room) {
        fail_fast(FAST_FAIL_RANGE_CHECK);
    }
    return memset(to, value, length);
}
