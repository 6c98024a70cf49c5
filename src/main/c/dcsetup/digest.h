/* What a file is, so that it can be compared with what was built. */
#ifndef ADSYNC_DIGEST_H
#define ADSYNC_DIGEST_H

#include <stdbool.h>
#include <wchar.h>

#define DIGEST_CHARACTERS 64

/* SHA-256 in hexadecimal digits; false, and an empty text, if the file cannot be read. */
bool file_digest(const wchar_t *path, char digest[DIGEST_CHARACTERS + 1]);

#endif
