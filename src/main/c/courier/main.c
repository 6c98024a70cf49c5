/*
 * adsync-courier service     started by the service control manager
 * adsync-courier run         the same in a console, until it is ended
 * adsync-courier enrol TOKEN leaves the token for the running courier
 */
#include "courier.h"
#include "file.h"
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

static int leave_token(const wchar_t *wide)
{
    HKEY key;
    char text[TOKEN_MOST_CHARACTERS];
    struct token token;
    wchar_t folder[MAX_PATH];
    wchar_t path[MAX_PATH];
    wchar_t unfinished[MAX_PATH];
    if (WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL) == 0 || !token_parse(text, &token)) {
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
    SecureZeroMemory(text, sizeof text);
    fputs(done ? "the courier will enrol within seconds; its log says how it went\n" : "the token cannot be written\n",
          done ? stdout : stderr);
    return done ? 0 : 1;
}

int wmain(int argc, wchar_t **argv)
{
    if (argc == 2 && wcscmp(argv[1], L"service") == 0) {
        return service_run();
    }
    if (argc == 2 && wcscmp(argv[1], L"run") == 0) {
        return run();
    }
    if (argc == 3 && wcscmp(argv[1], L"enrol") == 0) {
        return leave_token(argv[2]);
    }
    fputs("usage: adsync-courier service | run | enrol TOKEN\n", stderr);
    return 2;
}
