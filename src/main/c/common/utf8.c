#include "utf8.h"

#include <stdint.h>

static bool is_high(uint32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low(uint32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

bool utf8_from_utf16(const wchar_t *units, size_t count, char *out, size_t capacity, size_t *length)
{
    size_t written = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t point = units[i];
        if (is_high(point)) {
            if (i + 1 == count || !is_low(units[i + 1])) {
                return false;
            }
            point = 0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00u);
        } else if (is_low(point)) {
            return false;
        }
        size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        if (size > capacity - written) {
            return false;
        }
        for (size_t k = size - 1; k > 0; k--) {
            out[written + k] = (char)(0x80 | (point & 0x3F));
            point >>= 6;
        }
        out[written] = (char)(size == 1 ? point : ((0xF00u >> size & 0xF0u) | point));
        written += size;
    }
    *length = written;
    return true;
}
