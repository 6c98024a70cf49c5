/* Small whole files. */
#ifndef ADSYNC_FILE_H
#define ADSYNC_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

/* folder\name followed by extension, in a buffer of MAX_PATH units; false if it is too long. */
bool file_path(const wchar_t *folder, const wchar_t *name, const wchar_t *extension, wchar_t *path);

/*
 * The whole file; false if it cannot be read or has capacity bytes or more, and for a link, a pipe or a device:
 * lsass reads where the courier writes.
 */
bool file_read(const wchar_t *path, char *out, size_t capacity, size_t *length);

/* Writes through to the disk under the first name, then renames: the second is the whole content or the old one. */
bool file_replace(const wchar_t *unfinished, const wchar_t *finished, const void *bytes, size_t length);

/* FILETIME of the last change; 0 if there is no such file. */
uint64_t file_changed_at(const wchar_t *path);

#endif
