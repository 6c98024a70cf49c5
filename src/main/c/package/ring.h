/*
 * A queue of fixed size for many writers and one reader. Writers take no lock and make no system call;
 * when it is full they are told so at once.
 */
#ifndef ADSYNC_RING_H
#define ADSYNC_RING_H

#include <stddef.h>
#include <stdint.h>

struct ring {
    volatile int64_t next_in;
    int64_t next_out;
    volatile int64_t *turns; /* per cell: the ticket it waits for; ticket + 1 once published */
    unsigned char *cells;
    size_t cell_bytes;
    size_t count; /* a power of two */
};

void ring_start(struct ring *ring, void *cells, size_t cell_bytes, volatile int64_t *turns, size_t count);

/* A cell to fill, which then must be published whatever happened; NULL if the ring is full. */
void *ring_claim(struct ring *ring, int64_t *ticket);
void ring_publish(struct ring *ring, int64_t ticket);

/* The reader's oldest published cell; NULL if there is none. It stays the reader's until released. */
void *ring_oldest(struct ring *ring);

/* Wipes the reader's oldest cell and gives it back to the writers. */
void ring_release(struct ring *ring);

#endif
