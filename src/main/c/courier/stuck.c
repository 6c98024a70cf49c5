#include "stuck.h"

void stuck_add(struct stuck *stuck, const wchar_t *name)
{
    if (stuck->count < STUCK_MOST) {
        wmemcpy(stuck->names[stuck->count++], name, QUEUE_NAME_UNITS);
    }
}

static bool is_stuck(const struct stuck *stuck, const wchar_t *name)
{
    for (size_t i = 0; i < stuck->count; i++) {
        if (wcscmp(stuck->names[i], name) == 0) {
            return true;
        }
    }
    return false;
}

void stuck_pass_over(struct stuck *stuck, struct queue *queue)
{
    size_t kept = 0;
    for (size_t i = 0; i < queue->count && stuck->count > 0; i++) {
        if (!is_stuck(stuck, queue->files[i].name)) {
            queue->files[kept++] = queue->files[i];
        }
    }
    if (stuck->count > 0) {
        queue->count = kept;
    }
    stuck->alone = queue->count == 0;
}

void stuck_try_again(struct stuck *stuck)
{
    if (stuck->alone) {
        stuck->count = 0;
    }
}
