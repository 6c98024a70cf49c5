#include "package.h"

void count(volatile int64_t *counter)
{
    __atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

void package_miss(struct package *package, uint64_t filetime, uint32_t rid, enum miss_reason reason)
{
    int64_t ticket;
    struct miss *miss = ring_claim(&package->misses, &ticket);
    count(&package->counters.missed);
    if (miss == NULL) {
        count(&package->counters.unrecorded);
        return;
    }
    miss->filetime = filetime;
    miss->rid = rid;
    miss->reason = reason;
    ring_publish(&package->misses, ticket);
}
