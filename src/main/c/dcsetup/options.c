#include "options.h"

#include "base64url.h"
#include "file.h"

#include <stdio.h>
#include <string.h>
#include <wchar.h>

static bool parse_root(const wchar_t *wide, uint8_t root[P256_POINT_BYTES])
{
    char text[128];
    int length = WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, sizeof text, NULL, NULL);
    return length > 0 && base64url_decode_exactly(text, (size_t)length - 1, root, P256_POINT_BYTES);
}

static bool take_path(const wchar_t *value, wchar_t out[MAX_PATH])
{
    size_t length = wcslen(value);
    if (length < 4 || length >= MAX_PATH - 40 || value[1] != L':') {
        return false;
    }
    wmemcpy(out, value, length + 1);
    return true;
}

static bool take(const wchar_t *name, const wchar_t *value, struct options *options)
{
    if (wcscmp(name, L"--root") == 0) {
        options->has_root = parse_root(value, options->root);
        return options->has_root;
    }
    if (wcscmp(name, L"--token") == 0) {
        options->token = value;
        return true;
    }
    if (wcscmp(name, L"--mode") == 0) {
        options->phc = wcscmp(value, L"phc") == 0;
        return options->phc || wcscmp(value, L"key-set") == 0;
    }
    if (wcscmp(name, L"--spool") == 0) {
        return take_path(value, options->places.spool);
    }
    if (wcscmp(name, L"--state") == 0) {
        return take_path(value, options->places.state)
               && file_path(options->places.state, L"keyset", L".jws", options->places.key_set);
    }
    return false;
}

bool options_parse(int argc, wchar_t **argv, struct options *options)
{
    memset(options, 0, sizeof *options);
    if (!places_usual(&options->places)) {
        fputs("ProgramData, ProgramFiles or SystemRoot is not set\n", stderr);
        return false;
    }
    for (int i = 0; i < argc; i += 2) {
        if (i + 1 == argc || !take(argv[i], argv[i + 1], options)) {
            fprintf(stderr, "not understood: %ls\n", argv[i]);
            return false;
        }
    }
    return true;
}
