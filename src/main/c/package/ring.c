#include "ring.h"

#include <windows.h>

static size_t place(const struct ring *ring, int64_t ticket)
{
    return (size_t)ticket & (ring->count - 1);
}

static int64_t load(volatile int64_t *value)
{
    return __atomic_load_n(value, __ATOMIC_ACQUIRE);
}

void ring_start(struct ring *ring, void *cells, size_t cell_bytes, volatile int64_t *turns, size_t count)
{
    ring->next_in = 0;
    ring->next_out = 0;
    ring->turns = turns;
    ring->cells = cells;
    ring->cell_bytes = cell_bytes;
    ring->count = count;
    for (size_t i = 0; i < count; i++) {
        turns[i] = (int64_t)i;
    }
}

void *ring_claim(struct ring *ring, int64_t *ticket)
{
    int64_t wanted = load(&ring->next_in);
    for (;;) {
        int64_t ahead = load(&ring->turns[place(ring, wanted)]) - wanted;
        if (ahead < 0) {
            return NULL; /* the reader has not released this cell yet */
        }
        if (ahead > 0) {
            wanted = load(&ring->next_in); /* another writer was faster */
        } else if (__atomic_compare_exchange_n(&ring->next_in, &wanted, wanted + 1, 0, __ATOMIC_ACQ_REL,
                                               __ATOMIC_ACQUIRE)) {
            *ticket = wanted;
            return ring->cells + place(ring, wanted) * ring->cell_bytes;
        }
    }
}

void ring_publish(struct ring *ring, int64_t ticket)
{
    __atomic_store_n(&ring->turns[place(ring, ticket)], ticket + 1, __ATOMIC_RELEASE);
}

void *ring_oldest(struct ring *ring)
{
    if (load(&ring->turns[place(ring, ring->next_out)]) != ring->next_out + 1) {
        return NULL;
    }
    return ring->cells + place(ring, ring->next_out) * ring->cell_bytes;
}

void ring_release(struct ring *ring)
{
    int64_t ticket = ring->next_out;
    SecureZeroMemory(ring->cells + place(ring, ticket) * ring->cell_bytes, ring->cell_bytes);
    ring->next_out = ticket + 1;
    __atomic_store_n(&ring->turns[place(ring, ticket)], ticket + (int64_t)ring->count, __ATOMIC_RELEASE);
}
