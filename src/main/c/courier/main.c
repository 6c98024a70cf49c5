/*
 * adsync-courier service     started by the service control manager
 * adsync-courier run         the same in a console, until it is ended
 * adsync-courier enrol         leaves the token, a line of standard input, for the running courier
 * adsync-courier enrol TOKEN   the same; others on this computer can see it, and so can its log of processes
 */
#include "courier.h"
#include "file.h"
#include "line.h"
#include "registry.h"
#include "service.h"
#include "token.h"

#include <stdio.h>
#include <string.h>

int wmain(int argc, wchar_t **argv);

static int run(void)
{
    struct courier courier;
    if (!courier_open(&courier, true)) {
        fputs("HKLM\\SOFTWARE\\ADSync\\PasswordCapture is incomplete, or there is no key: see dcsetup install\n",
              stderr);
        return 1;
    }
    for (;;) {
        courier_round(&courier);
        Sleep(COURIER_ROUND_MILLISECONDS);
    }
}

static int leave_token(const char *text)
{
    HKEY key;
    struct token token;
    wchar_t folder[MAX_PATH];
    wchar_t path[MAX_PATH];
    wchar_t unfinished[MAX_PATH];
    if (!token_parse(text, &token)) {
        fputs("that is no token: it looks like pwc1:host:port:pin:token\n", stderr);
        return 2;
    }
    SecureZeroMemory(&token, sizeof token);
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, CAPTURE_KEY, 0, KEY_QUERY_VALUE | KEY_WOW64_64KEY, &key) != ERROR_SUCCESS) {
        fputs("not installed: see dcsetup install\n", stderr);
        return 1;
    }
    bool done = registry_text(key, L"StateDir", folder, MAX_PATH) && file_path(folder, L"enrol", L".token", path)
                && file_path(folder, L"enrol", L".tmp", unfinished)
                && file_replace(unfinished, path, text, strlen(text));
    RegCloseKey(key);
    fputs(done ? "the courier will enrol within seconds; its log says how it went\n" : "the token cannot be written\n",
          done ? stdout : stderr);
    return done ? 0 : 1;
}

/* NULL for standard input. */
static int take_token(const wchar_t *wide)
{
    char text[TOKEN_MOST_CHARACTERS];
    bool there = wide == NULL ? line_read(text, sizeof text)
                              : WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL) > 0;
    int code = leave_token(there ? text : "");
    SecureZeroMemory(text, sizeof text);
    return code;
}

int wmain(int argc, wchar_t **argv)
{
    if (argc == 2 && wcscmp(argv[1], L"service") == 0) {
        return service_run();
    }
    if (argc == 2 && wcscmp(argv[1], L"run") == 0) {
        return run();
    }
    if ((argc == 2 || argc == 3) && wcscmp(argv[1], L"enrol") == 0) {
        return take_token(argc == 3 ? argv[2] : NULL);
    }
    fputs("usage: adsync-courier service | run | enrol [TOKEN]\n"
          "enrol without TOKEN reads it from standard input\n",
          stderr);
    return 2;
}
