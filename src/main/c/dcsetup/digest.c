#include "digest.h"

#include "cng.h"
#include "file.h"
#include "text.h"

#include <windows.h>
#include <stdlib.h>

#define FILE_MOST_BYTES (16u << 20)

bool file_digest(const wchar_t *path, char digest[DIGEST_CHARACTERS + 1])
{
    uint8_t bytes[SHA256_BYTES];
    size_t length;
    struct text text;
    char *content = malloc(FILE_MOST_BYTES);
    bool done = content != NULL && file_read(path, content, FILE_MOST_BYTES, &length) && sha256(content, length, bytes);
    free(content);
    text_start(&text, digest, DIGEST_CHARACTERS + 1);
    if (done) {
        text_hex_bytes(&text, bytes, sizeof bytes);
    }
    return text_finish(&text) && done;
}
