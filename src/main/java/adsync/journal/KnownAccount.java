package adsync.journal;

import adsync.change.ObjectGuid;
import java.time.Instant;
import java.util.Optional;

/**
 * What a comparison has to know of an object's account.
 *
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param link the account; empty if it has none
 * @param waiting whether something of it waits to be shipped: then the account is about to change
 * @param answeredAt when the provider last answered about it; empty if it never did
 * @param repaired the difference that the last comparison left, or had it shipped for; empty if there was none
 */
public record KnownAccount(
        ObjectGuid objectGuid,
        String dn,
        Optional<Link> link,
        boolean waiting,
        Optional<Instant> answeredAt,
        String repaired) {}
