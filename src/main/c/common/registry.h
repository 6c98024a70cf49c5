/* Values below one registry key, read and written with their types checked. */
#ifndef ADSYNC_REGISTRY_H
#define ADSYNC_REGISTRY_H

#include <windows.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the installer leaves what the package must know (below HKEY_LOCAL_MACHINE). */
#define CAPTURE_KEY L"SOFTWARE\\ADSync\\PasswordCapture"

/* A string with its zero unit; false if absent, of another type, or too long. */
bool registry_text(HKEY key, const wchar_t *name, wchar_t *out, size_t units);

bool registry_number(HKEY key, const wchar_t *name, uint32_t *out);

/* Exactly so many bytes. */
bool registry_bytes(HKEY key, const wchar_t *name, void *out, size_t length);

bool registry_set_text(HKEY key, const wchar_t *name, const wchar_t *value);
bool registry_set_number(HKEY key, const wchar_t *name, uint32_t value);
bool registry_set_bytes(HKEY key, const wchar_t *name, const void *value, size_t length);

#endif
