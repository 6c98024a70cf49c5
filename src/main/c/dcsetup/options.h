/* What the administrator said on the command line of dcsetup. */
#ifndef ADSYNC_OPTIONS_H
#define ADSYNC_OPTIONS_H

#include "cng.h"
#include "folders.h"

struct options {
    struct places places;
    bool has_root;
    uint8_t root[P256_POINT_BYTES];
    bool phc;
    const wchar_t *token; /* "-" for a line of standard input; NULL if not given */
};

/* False, with a word on standard error, if something is wrong or missing. */
bool options_parse(int argc, wchar_t **argv, struct options *options);

#endif
