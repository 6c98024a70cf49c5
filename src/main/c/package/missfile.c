#include "missfile.h"

#include "clock.h"

#include <string.h>

static const char *const REASONS[] = {
    [MISS_OVERFLOW] = "overflow", [MISS_OVERSIZE] = "oversize",     [MISS_ENCODING] = "encoding",
    [MISS_EMPTY] = "empty",       [MISS_FAULT] = "fault",           [MISS_NO_KEY] = "nokey",
    [MISS_SPOOL_FULL] = "spoolfull", [MISS_SPOOL_ERROR] = "spoolerror",
};

static bool write_line(const struct miss *miss, const struct settings *settings, struct text *text)
{
    text_string(text, "{");
    bool done = write_identity(settings, miss->filetime, miss->rid, text);
    text_string(text, ",\"reason\":\"");
    text_string(text, REASONS[miss->reason]);
    text_string(text, "\"}\n");
    return done && !text->overflowed;
}

/* Moves misses from the ring into the file's lines; false if there are none at all. */
static bool gather(struct miss_file *file, struct package *package, const struct settings *settings)
{
    struct text text;
    const struct miss *miss;
    int lines = 0;
    if (file->length > 0) {
        return true; /* the last ones are still waiting */
    }
    text_start(&text, file->bytes, sizeof file->bytes);
    while (lines < MISS_LINES_A_FILE && (miss = ring_oldest(&package->misses)) != NULL) {
        if (lines == 0) {
            file->filetime = miss->filetime;
        }
        size_t start = text.length;
        if (!write_line(miss, settings, &text)) {
            text.length = start;
            count(&package->counters.unrecorded);
        }
        lines++;
        ring_release(&package->misses);
    }
    file->length = text.length;
    return file->length > 0;
}

void miss_file_write(struct miss_file *file, struct package *package, const struct settings *settings,
                     struct boot *boot, struct spool *spool)
{
    uint64_t now = filetime_now();
    if (now < file->retry_at && file->retry_at - now <= FILETIME_PER_SECOND) {
        return;
    }
    /* As many as the ring holds: while more come than can be written, the worker has other things to do too. */
    for (int files = 0; files <= MISS_CELLS / MISS_LINES_A_FILE && gather(file, package, settings); files++) {
        boot->sequence++;
        if (spool_write(spool, file->filetime, boot->sequence, L".miss", file->bytes, file->length)
            != SPOOL_WRITTEN) {
            file->retry_at = now + FILETIME_PER_SECOND;
            return;
        }
        file->length = 0;
    }
}
