/*
 * Plays lsass: loads the package, calls it as lsass would, and reports what happened on standard output as
 * "name=value" lines. Usage: harness.exe <dll> <spool folder> <scenario> [numbers...]
 */
#include <windows.h>
#include <bcrypt.h>
#include <ntsecapi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

typedef BOOLEAN(NTAPI *initialize_t)(void);
typedef NTSTATUS(NTAPI *notify_t)(PUNICODE_STRING, ULONG, PUNICODE_STRING);
typedef BOOLEAN(NTAPI *filter_t)(PUNICODE_STRING, PUNICODE_STRING, PUNICODE_STRING, BOOLEAN);

static HMODULE package;
static notify_t notify;
static filter_t filter;
static char spool[MAX_PATH];

#define MARKER_UNITS 24
#define MASK 0x5A

/* The marker, masked: the program itself must not be where the scan finds it. */
static unsigned char masked_marker[MARKER_UNITS];

static void make_marker(void)
{
    for (int i = 0; i < MARKER_UNITS; i++) {
        masked_marker[i] = (unsigned char)(('A' + (i * 7 + 3) % 26) ^ MASK);
    }
}

static void write_password(wchar_t *password, unsigned number)
{
    for (int i = 0; i < MARKER_UNITS; i++) {
        password[i] = (wchar_t)(masked_marker[i] ^ MASK);
    }
    for (int i = 0; i < 6; i++) {
        password[MARKER_UNITS + i] = (wchar_t)(L'0' + number % 10);
        number /= 10;
    }
}

/* A call of both functions with a password that starts with the marker; its nanoseconds. */
static LONGLONG call(unsigned number, ULONG rid)
{
    static LARGE_INTEGER frequency;
    wchar_t name_text[32];
    wchar_t password_text[MARKER_UNITS + 6];
    LARGE_INTEGER before;
    LARGE_INTEGER after;
    int units = swprintf(name_text, 32, L"user%u", rid);
    write_password(password_text, number);
    UNICODE_STRING name = {(USHORT)(2 * units), sizeof name_text, name_text};
    UNICODE_STRING password = {sizeof password_text, sizeof password_text, password_text};
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&before);
    filter(&name, NULL, &password, TRUE);
    notify(&name, rid, &password);
    QueryPerformanceCounter(&after);
    SecureZeroMemory(password_text, sizeof password_text);
    return (after.QuadPart - before.QuadPart) * 1000000000 / frequency.QuadPart;
}

static int by_value(const void *left, const void *right)
{
    LONGLONG difference = *(const LONGLONG *)left - *(const LONGLONG *)right;
    return difference < 0 ? -1 : difference > 0;
}

static void report_latency(LONGLONG *nanoseconds, size_t count)
{
    qsort(nanoseconds, count, sizeof *nanoseconds, by_value);
    printf("p50_ns=%lld\np99_ns=%lld\nmax_ns=%lld\n", nanoseconds[count / 2], nanoseconds[count * 99 / 100],
           nanoseconds[count - 1]);
}

static size_t lines_of(const char *path)
{
    size_t lines = 0;
    int c;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return 0;
    }
    while ((c = fgetc(file)) != EOF) {
        lines += c == '\n';
    }
    fclose(file);
    return lines;
}

/* What an earlier run left. */
static size_t old_records;
static size_t old_misses;

/* New records in the spool, and lines of misses. */
static void count_spool(size_t *records, size_t *misses)
{
    char path[2 * MAX_PATH];
    WIN32_FIND_DATAA found;
    *records = 0;
    *misses = 0;
    snprintf(path, sizeof path, "%s\\*", spool);
    HANDLE search = FindFirstFileA(path, &found);
    if (search == INVALID_HANDLE_VALUE) {
        return;
    }
    do {
        size_t length = strlen(found.cFileName);
        if (length > 4 && strcmp(found.cFileName + length - 4, ".pwe") == 0) {
            (*records)++;
        } else if (length > 5 && strcmp(found.cFileName + length - 5, ".miss") == 0) {
            snprintf(path, sizeof path, "%s\\%s", spool, found.cFileName);
            *misses += lines_of(path);
        }
    } while (FindNextFileA(search, &found));
    FindClose(search);
    *records -= old_records;
    *misses -= old_misses;
}

/* Waits until everything sent is a record or a miss, at most so long; reports both. */
static void await_spool(size_t expected, DWORD milliseconds)
{
    size_t records = 0;
    size_t misses = 0;
    ULONGLONG end = GetTickCount64() + milliseconds;
    do {
        count_spool(&records, &misses);
        if (records + misses >= expected) {
            break;
        }
        Sleep(20);
    } while (GetTickCount64() < end);
    printf("records=%u\nmisses=%u\n", (unsigned)records, (unsigned)misses);
}

static BOOL await_alive(DWORD milliseconds)
{
    char path[2 * MAX_PATH];
    ULONGLONG end = GetTickCount64() + milliseconds;
    snprintf(path, sizeof path, "%s\\alive", spool);
    while (GetFileAttributesA(path) == INVALID_FILE_ATTRIBUTES) {
        if (GetTickCount64() > end) {
            return FALSE;
        }
        Sleep(10);
    }
    return TRUE;
}

/* ---- search of the whole process ---- */

struct needle {
    const char *name;
    unsigned char masked[2 * MARKER_UNITS];
    size_t length;
};

static struct needle needles[3];

static void make_needles(void)
{
    static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    needles[0].name = "utf8";
    needles[1].name = "utf16";
    needles[2].name = "base64";
    for (int i = 0; i < MARKER_UNITS; i++) {
        needles[0].masked[needles[0].length++] = masked_marker[i];
        needles[1].masked[needles[1].length++] = masked_marker[i];
        needles[1].masked[needles[1].length++] = 0 ^ MASK;
    }
    for (int i = 0; i < MARKER_UNITS; i += 3) {
        unsigned group = (unsigned)((masked_marker[i] ^ MASK) << 16 | (masked_marker[i + 1] ^ MASK) << 8
                                    | (masked_marker[i + 2] ^ MASK));
        for (int k = 18; k >= 0; k -= 6) {
            needles[2].masked[needles[2].length++] = (unsigned char)(ALPHABET[group >> k & 63] ^ MASK);
        }
    }
}

static size_t hits_in(const unsigned char *memory, size_t length, const struct needle *needle)
{
    size_t hits = 0;
    unsigned char first = needle->masked[0] ^ MASK;
    const unsigned char *at = memory;
    const unsigned char *end = memory + length;
    /* Half of the marker counts: what was overwritten in part is a leak too. */
    size_t enough = needle->length / 2;
    while ((size_t)(end - at) >= enough && (at = memchr(at, first, (size_t)(end - at) - enough + 1)) != NULL) {
        size_t same = 1;
        while (same < enough && at[same] == (needle->masked[same] ^ MASK)) {
            same++;
        }
        if (same == enough) {
            printf("hit=%s at %p\n", needle->name, (const void *)at);
            hits++;
        }
        at++;
    }
    return hits;
}

static size_t scan(void)
{
    size_t hits = 0;
    MEMORY_BASIC_INFORMATION region;
    unsigned char *at = NULL;
    const DWORD readable = PAGE_READONLY | PAGE_READWRITE | PAGE_WRITECOPY | PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE
                           | PAGE_EXECUTE_WRITECOPY;
    while (VirtualQuery(at, &region, sizeof region) == sizeof region) {
        if (region.State == MEM_COMMIT && (region.Protect & readable) != 0 && (region.Protect & PAGE_GUARD) == 0) {
            for (int i = 0; i < 3; i++) {
                hits += hits_in(region.BaseAddress, region.RegionSize, &needles[i]);
            }
        }
        at = (unsigned char *)region.BaseAddress + region.RegionSize;
    }
    return hits;
}

static void report_scan(void)
{
    make_needles();
    printf("hits=%u\n", (unsigned)scan());
}

/* ---- scenarios ---- */

/* calls <number> <milliseconds between> <milliseconds to wait for the spool> */
static int calls(int argc, char **argv)
{
    unsigned number = (unsigned)atoi(argv[0]);
    DWORD gap = (DWORD)atoi(argv[1]);
    DWORD patience = (DWORD)atoi(argv[2]);
    (void)argc;
    LONGLONG *nanoseconds = calloc(number, sizeof *nanoseconds);
    for (unsigned i = 0; i < number; i++) {
        nanoseconds[i] = call(i, 1000 + i);
        if (gap > 0) {
            Sleep(gap);
        }
    }
    puts("called=1");
    fflush(stdout);
    await_spool(number, patience);
    report_latency(nanoseconds, number);
    Sleep(1000); /* the promise is "one second after the last call" */
    report_scan();
    if (GetEnvironmentVariableA("HARNESS_SPOOL_BACK", NULL, 0) > 0) {
        /* A spool that was away all the time: only now it can be told whether anything was captured. */
        CreateDirectoryA(spool, NULL);
        await_spool(number, 20000);
    }
    return 0;
}

struct flood {
    unsigned first;
    unsigned number;
};

static DWORD WINAPI flood_one(void *argument)
{
    const struct flood *flood = argument;
    for (unsigned i = 0; i < flood->number; i++) {
        call(i, flood->first + i);
    }
    return 0;
}

/* flood <threads> <calls each> */
static int flood(int argc, char **argv)
{
    HANDLE threads[16];
    struct flood parts[16];
    int count = atoi(argv[0]);
    unsigned number = (unsigned)atoi(argv[1]);
    (void)argc;
    for (int i = 0; i < count; i++) {
        parts[i] = (struct flood){1000 + (unsigned)i * number, number};
        threads[i] = CreateThread(NULL, 0, flood_one, &parts[i], 0, NULL);
    }
    WaitForMultipleObjects((DWORD)count, threads, TRUE, INFINITE);
    await_spool((size_t)count * number, 30000);
    Sleep(1000);
    report_scan();
    return 0;
}

static unsigned refusals;

static void expect(const char *what, UNICODE_STRING *name, ULONG rid, UNICODE_STRING *password)
{
    NTSTATUS status = notify(name, rid, password);
    BOOLEAN accepted = filter(name, NULL, password, FALSE);
    if (status != 0 || !accepted) {
        printf("refused=%s\n", what);
        refusals++;
    }
}

static UNICODE_STRING string_of(wchar_t *text, USHORT bytes)
{
    UNICODE_STRING string = {bytes, bytes, text};
    return string;
}

/* A string without a zero unit whose last byte is the last one that may be read. */
static wchar_t *before_guard_page(size_t units)
{
    DWORD old;
    char *pages = VirtualAlloc(NULL, 8192, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    VirtualProtect(pages + 4096, 4096, PAGE_NOACCESS, &old);
    wchar_t *text = (wchar_t *)(pages + 4096) - units;
    for (size_t i = 0; i < units; i++) {
        text[i] = L'g';
    }
    return text;
}

static int hostile(int argc, char **argv)
{
    static wchar_t user[] = L"hostile";
    static wchar_t machine[] = L"HOST$";
    static wchar_t long_text[700];
    static wchar_t lone[] = {L'a', 0xD800, L'b'};
    static wchar_t good[] = L"ordinary";
    UNICODE_STRING name = string_of(user, 14);
    UNICODE_STRING ordinary = string_of(good, 16);
    UNICODE_STRING none = {0, 0, NULL};
    UNICODE_STRING lying = {16, 16, NULL};
    UNICODE_STRING wild = {16, 16, (wchar_t *)(ULONG_PTR)0x10};
    UNICODE_STRING odd = string_of(good, 15);
    UNICODE_STRING one_byte = string_of(good, 1);
    UNICODE_STRING half = string_of(lone, sizeof lone);
    UNICODE_STRING device = string_of(machine, 10);
    UNICODE_STRING guarded = string_of(before_guard_page(9), 18);
    UNICODE_STRING past_guard = {20, 20, guarded.Buffer};
    (void)argc;
    (void)argv;
    for (int i = 0; i < 700; i++) {
        long_text[i] = L'x';
    }
    UNICODE_STRING huge = string_of(long_text, sizeof long_text);
    UNICODE_STRING most = string_of(long_text, 512);
    UNICODE_STRING one_more = string_of(long_text, 514);
    expect("both NULL", NULL, 1101, NULL);
    expect("name NULL", NULL, 1102, &ordinary);
    expect("password NULL", &name, 1103, NULL);
    expect("wild descriptor", (UNICODE_STRING *)(ULONG_PTR)0x18, 1104, &ordinary); /* miss: fault */
    expect("no name", &none, 1105, &ordinary);
    expect("machine", &device, 1106, &ordinary);
    expect("built-in", &name, 500, &ordinary);
    expect("one byte name", &one_byte, 1107, &ordinary);
    expect("blank", &name, 1108, &none);               /* miss: empty */
    expect("length without buffer", &name, 1109, &lying); /* miss: empty */
    expect("700 units", &name, 1110, &huge);           /* miss: oversize */
    expect("257 units", &name, 1111, &one_more);       /* miss: oversize */
    expect("long name", &one_more, 1112, &ordinary);   /* miss: oversize */
    expect("odd length", &name, 1113, &odd);           /* miss: encoding */
    expect("lone surrogate", &name, 1114, &half);      /* miss: encoding */
    expect("wild buffer", &name, 1115, &wild);         /* miss: fault */
    expect("past the guard page", &name, 1116, &past_guard); /* miss: fault */
    expect("wild name buffer", &wild, 1117, &ordinary);   /* miss: fault */
    expect("up to the guard page", &name, 1118, &guarded); /* record */
    expect("256 units", &name, 1119, &most);           /* record */
    expect("ordinary", &name, 1120, &ordinary);        /* record: the ring still works */
    printf("refusals=%u\n", refusals);
    await_spool(14, 10000);
    return 0;
}

static unsigned next_random(unsigned *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static UNICODE_STRING *random_string(unsigned *state, UNICODE_STRING *string, wchar_t *memory, size_t units)
{
    unsigned shape = next_random(state) % 16;
    string->Length = (USHORT)(next_random(state) % (shape < 8 ? 2 * units : 65536));
    string->MaximumLength = (USHORT)next_random(state);
    string->Buffer = memory + next_random(state) % units;
    for (int i = 0; i < 8; i++) {
        memory[next_random(state) % units] = (wchar_t)next_random(state);
    }
    if (shape == 15) {
        string->Buffer = (wchar_t *)(ULONG_PTR)next_random(state);
    }
    if (shape == 14) {
        string->Buffer = NULL;
    }
    return shape == 13 ? NULL : string;
}

/* fuzz <calls> <seed> */
static int fuzz(int argc, char **argv)
{
    static wchar_t memory[600];
    unsigned state = (unsigned)atoi(argv[1]) | 1;
    int number = atoi(argv[0]);
    (void)argc;
    for (int i = 0; i < number; i++) {
        UNICODE_STRING name;
        UNICODE_STRING password;
        UNICODE_STRING *first = random_string(&state, &name, memory, 300);
        UNICODE_STRING *second = random_string(&state, &password, memory + 300, 300);
        expect("random", first, next_random(&state), second);
    }
    printf("refusals=%u\n", refusals);
    /* Misses and records of noise must drain, then one more change must get through. */
    size_t before_records;
    size_t before_misses;
    Sleep(500);
    count_spool(&before_records, &before_misses);
    for (int tries = 0; tries < 600; tries++) {
        size_t records;
        size_t misses;
        Sleep(100);
        count_spool(&records, &misses);
        if (records == before_records && misses == before_misses) {
            break;
        }
        before_records = records;
        before_misses = misses;
    }
    call(1, 4711);
    await_spool(before_records + before_misses + 1, 10000);
    return 0;
}

/* one <rid> <name> <password, UTF-8>: for the tests of the content */
static int one(int argc, char **argv)
{
    wchar_t name_text[256];
    wchar_t password_text[512];
    for (int i = 0; i + 2 < argc; i += 3) {
        int name_units = MultiByteToWideChar(CP_UTF8, 0, argv[i + 1], -1, name_text, 256) - 1;
        int units = MultiByteToWideChar(CP_UTF8, 0, argv[i + 2], -1, password_text, 512) - 1;
        UNICODE_STRING name = string_of(name_text, (USHORT)(2 * name_units));
        UNICODE_STRING password = string_of(password_text, (USHORT)(2 * units));
        expect("one", &name, (ULONG)atoi(argv[i]), &password);
    }
    await_spool((size_t)argc / 3, 20000);
    return 0;
}

/* lengths <most>: one change for each length of the password */
static int lengths(int argc, char **argv)
{
    wchar_t text[256];
    int most = atoi(argv[0]);
    (void)argc;
    for (int i = 0; i < most; i++) {
        text[i] = L'p';
        static wchar_t user[] = L"lengths";
        UNICODE_STRING name = string_of(user, 14);
        UNICODE_STRING password = string_of(text, (USHORT)(2 * (i + 1)));
        expect("length", &name, 2000, &password);
    }
    await_spool((size_t)most, 20000);
    return 0;
}

/* ---- a worker that faults ---- */

static HANDLE all_called;

/* Stands where the package calls CNG to seal: once everything is waiting, each try faults. */
static NTSTATUS WINAPI fault(BCRYPT_ALG_HANDLE algorithm, BCRYPT_KEY_HANDLE *key, ULONG bits, ULONG flags)
{
    (void)algorithm;
    (void)key;
    (void)bits;
    (void)flags;
    WaitForSingleObject(all_called, INFINITE);
    RaiseException((DWORD)EXCEPTION_ACCESS_VIOLATION, 0, 0, NULL);
    return 0;
}

/* Has a module call another function than the one it imports by that name. */
static BOOL redirect(HMODULE module, const char *wanted, ULONG_PTR instead)
{
    char *base = (char *)module;
    const IMAGE_NT_HEADERS *head = (IMAGE_NT_HEADERS *)(base + ((IMAGE_DOS_HEADER *)base)->e_lfanew);
    DWORD imports = head->OptionalHeader.DataDirectory[IMAGE_DIRECTORY_ENTRY_IMPORT].VirtualAddress;
    for (IMAGE_IMPORT_DESCRIPTOR *from = (IMAGE_IMPORT_DESCRIPTOR *)(base + imports); from->Name != 0; from++) {
        ULONG_PTR *names = (ULONG_PTR *)(base + from->OriginalFirstThunk);
        ULONG_PTR *addresses = (ULONG_PTR *)(base + from->FirstThunk);
        for (size_t i = 0; names[i] != 0; i++) {
            DWORD old;
            if (strcmp((char *)((IMAGE_IMPORT_BY_NAME *)(base + names[i]))->Name, wanted) == 0) {
                return VirtualProtect(&addresses[i], sizeof addresses[i], PAGE_READWRITE, &old)
                       && (addresses[i] = instead) == instead;
            }
        }
    }
    return FALSE;
}

/* faults <calls>: all of them wait when sealing the first one faults, and the next ones too */
static int faults(int argc, char **argv)
{
    unsigned number = (unsigned)atoi(argv[0]);
    (void)argc;
    all_called = CreateEventW(NULL, TRUE, FALSE, NULL);
    printf("redirected=%d\n", redirect(package, "BCryptGenerateKeyPair", (ULONG_PTR)fault));
    for (unsigned i = 0; i < number; i++) {
        call(i, 1000 + i);
    }
    SetEvent(all_called);
    await_spool(number, 5000);
    call(number, 1000 + number); /* the package is passive now */
    Sleep(1000);
    report_scan();
    return 0;
}

static void WINAPI an_hour_ago(FILETIME *time)
{
    ULARGE_INTEGER ticks;
    GetSystemTimeAsFileTime(time);
    ticks.LowPart = time->dwLowDateTime;
    ticks.HighPart = time->dwHighDateTime;
    ticks.QuadPart -= 3600ull * 10000000;
    time->dwLowDateTime = ticks.LowPart;
    time->dwHighDateTime = ticks.HighPart;
}

/* back <milliseconds>: as soon as the package runs its clock is put back by an hour; stays loaded */
static int back(int argc, char **argv)
{
    (void)argc;
    printf("redirected=%d\n", redirect(package, "GetSystemTimeAsFileTime", (ULONG_PTR)an_hour_ago));
    Sleep((DWORD)atoi(argv[0]));
    return 0;
}

static int locks_left;

/* A quota for locked memory, counted in calls. */
static BOOL WINAPI lock_some(LPVOID address, SIZE_T length)
{
    return --locks_left >= 0 && VirtualLock(address, length);
}

static void limit_locks(void)
{
    char text[8];
    if (GetEnvironmentVariableA("HARNESS_LOCKS", text, sizeof text) > 0) {
        locks_left = atoi(text);
        redirect(package, "VirtualLock", (ULONG_PTR)lock_some);
    }
}

/* planted: shows that the scan can find what it looks for */
static int planted(int argc, char **argv)
{
    wchar_t *copy = HeapAlloc(GetProcessHeap(), 0, (MARKER_UNITS + 6) * sizeof *copy);
    (void)argc;
    (void)argv;
    write_password(copy, 0);
    report_scan();
    SecureZeroMemory(copy, (MARKER_UNITS + 6) * sizeof *copy);
    HeapFree(GetProcessHeap(), 0, copy);
    return 0;
}

/* wait <milliseconds>: stays loaded, for tests that look at the alive file */
static int stay(int argc, char **argv)
{
    (void)argc;
    Sleep((DWORD)atoi(argv[0]));
    return 0;
}

/* The arguments as UTF-8, whatever the code page. */
static char **utf8_arguments(int argc, wchar_t **wide)
{
    char **arguments = calloc((size_t)argc + 1, sizeof *arguments);
    for (int i = 0; i < argc; i++) {
        int length = WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, NULL, 0, NULL, NULL);
        arguments[i] = calloc((size_t)length, 1);
        WideCharToMultiByte(CP_UTF8, 0, wide[i], -1, arguments[i], length, NULL, NULL);
    }
    return arguments;
}

int wmain(int argc, wchar_t **wide);

int wmain(int argc, wchar_t **wide)
{
    char **argv = utf8_arguments(argc, wide);
    static const struct {
        const char *name;
        int (*run)(int, char **);
    } SCENARIOS[] = {{"calls", calls},     {"flood", flood}, {"hostile", hostile}, {"fuzz", fuzz}, {"one", one},
                     {"lengths", lengths}, {"faults", faults}, {"planted", planted}, {"stay", stay}, {"back", back}};
    package = argc < 4 ? NULL : LoadLibraryA(argv[1]);
    if (package == NULL) {
        printf("load=%lu\n", GetLastError());
        return 2;
    }
    snprintf(spool, sizeof spool, "%s", argv[2]);
    initialize_t initialize = (initialize_t)(ULONG_PTR)GetProcAddress(package, "InitializeChangeNotify");
    notify = (notify_t)(ULONG_PTR)GetProcAddress(package, "PasswordChangeNotify");
    filter = (filter_t)(ULONG_PTR)GetProcAddress(package, "PasswordFilter");
    make_marker();
    size_t records;
    size_t misses;
    count_spool(&records, &misses);
    old_records = records;
    old_misses = misses;
    setvbuf(stdout, NULL, _IOLBF, 4096);
    limit_locks();
    printf("initialized=%d\n", initialize());
    printf("alive=%d\n", await_alive(GetEnvironmentVariableA("HARNESS_PASSIVE", NULL, 0) > 0 ? 500 : 10000));
    for (size_t i = 0; i < sizeof SCENARIOS / sizeof *SCENARIOS; i++) {
        if (strcmp(argv[3], SCENARIOS[i].name) == 0) {
            int status = SCENARIOS[i].run(argc - 4, argv + 4);
            fflush(stdout);
            TerminateProcess(GetCurrentProcess(), (UINT)status); /* the worker has no end, as in lsass */
        }
    }
    return 3;
}
