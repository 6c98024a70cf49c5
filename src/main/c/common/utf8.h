/* UTF-16 to UTF-8, strictly: what is not text is refused, never replaced. */
#ifndef ADSYNC_UTF8_H
#define ADSYNC_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

/* False for an unpaired surrogate or when the text does not fit. Adds no zero byte. */
bool utf8_from_utf16(const wchar_t *units, size_t count, char *out, size_t capacity, size_t *length);

#endif
