#include "capture.h"

#include "clock.h"
#include "guard.h"

#include <string.h>

#define FIRST_ORDINARY_RID 1000 /* below are built-in accounts, krbtgt among them */

struct copy {
    struct change *change;
    const wchar_t *name;
    const wchar_t *password;
};

/* Runs guarded: the lengths are checked, the addresses may still be wrong. */
static long copy_strings(void *argument)
{
    struct copy *copy = argument;
    memcpy(copy->change->name, copy->name, copy->change->name_units * sizeof(wchar_t));
    memcpy(copy->change->password, copy->password, copy->change->password_units * sizeof(wchar_t));
    return 1;
}

/* krbtgt_ and digits: a read-only domain controller's own, whose RID is one of many. Its password is random. */
static bool is_ticket_account(const UNICODE_STRING *name)
{
    static const wchar_t HEAD[] = L"krbtgt_";
    const size_t head = sizeof HEAD / sizeof *HEAD - 1;
    const size_t units = name->Length / sizeof(wchar_t);
    for (size_t i = 0; i < units && i < head; i++) {
        wchar_t unit = name->Buffer[i];
        if ((unit >= L'A' && unit <= L'Z' ? unit - L'A' + L'a' : unit) != HEAD[i]) {
            return false;
        }
    }
    for (size_t i = head; i < units; i++) {
        if (name->Buffer[i] < L'0' || name->Buffer[i] > L'9') {
            return false;
        }
    }
    return units > head;
}

static bool is_whole(const UNICODE_STRING *string)
{
    return string->Length % sizeof(wchar_t) == 0;
}

static void enqueue(struct package *package, const UNICODE_STRING *name, uint32_t rid,
                    const UNICODE_STRING *password, uint64_t filetime)
{
    int64_t ticket;
    struct change *change = ring_claim(&package->changes, &ticket);
    if (change == NULL) {
        package_miss(package, filetime, rid, MISS_OVERFLOW);
        return;
    }
    struct copy copy = {change, name->Buffer, password->Buffer};
    change->filetime = filetime;
    change->rid = rid;
    change->name_units = name->Length / sizeof(wchar_t);
    change->password_units = password->Length / sizeof(wchar_t);
    /* Guarded here as well: a cell that is never published would stop the ring for good. */
    change->faulted = guarded_call(copy_strings, &copy, 0) == 0;
    ring_publish(&package->changes, ticket);
}

void capture(struct package *package, const UNICODE_STRING *name, uint32_t rid, const UNICODE_STRING *password)
{
    if (!package->capturing || name == NULL || password == NULL) {
        return;
    }
    UNICODE_STRING account = *name;
    UNICODE_STRING secret = *password;
    bool named = account.Buffer != NULL && account.Length >= sizeof(wchar_t);
    if (rid < FIRST_ORDINARY_RID || !named || account.Buffer[account.Length / sizeof(wchar_t) - 1] == L'$'
        || is_ticket_account(&account)) {
        count(&package->counters.skipped);
        return;
    }
    uint64_t filetime = filetime_now();
    count(&package->counters.seen);
    if (secret.Buffer == NULL || secret.Length == 0) {
        package_miss(package, filetime, rid, MISS_EMPTY);
    } else if (account.Length > sizeof(wchar_t) * NAME_MOST_UNITS
               || secret.Length > sizeof(wchar_t) * PASSWORD_MOST_UNITS) {
        package_miss(package, filetime, rid, MISS_OVERSIZE);
    } else if (!is_whole(&account) || !is_whole(&secret)) {
        package_miss(package, filetime, rid, MISS_ENCODING);
    } else {
        enqueue(package, &account, rid, &secret, filetime);
    }
}
