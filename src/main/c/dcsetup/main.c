/*
 * dcsetup install --root KEY [--token - | TOKEN] [--mode phc] [--spool FOLDER] [--state FOLDER]
 * dcsetup status | disarm | remove
 */
#include "install.h"
#include "status.h"

#include <stdio.h>
#include <wchar.h>

int wmain(int argc, wchar_t **argv);

int wmain(int argc, wchar_t **argv)
{
    struct options options;
    if (argc < 2 || !options_parse(argc - 2, argv + 2, &options)) {
        fputs("usage: dcsetup install --root KEY [--token - | TOKEN] [--mode phc] [--spool FOLDER] [--state FOLDER]\n"
              "       dcsetup status | disarm | remove\n",
              stderr);
        return 2;
    }
    if (wcscmp(argv[1], L"install") == 0) {
        return install(&options);
    }
    if (wcscmp(argv[1], L"status") == 0) {
        return status();
    }
    if (wcscmp(argv[1], L"disarm") == 0) {
        return disarm();
    }
    if (wcscmp(argv[1], L"remove") == 0) {
        return remove_all(&options);
    }
    fprintf(stderr, "not understood: %ls\n", argv[1]);
    return 2;
}
