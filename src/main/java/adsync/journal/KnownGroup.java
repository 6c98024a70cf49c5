package adsync.journal;

import adsync.change.ObjectGuid;
import java.util.Optional;

/**
 * What a comparison has to know of a group.
 *
 * @param number in which order groups are compared; grows
 * @param objectGuid whose
 * @param dn its distinguished name
 * @param displayName the name that it should have at the provider
 * @param present whether it is to be there
 * @param link what the provider has of it; empty if nothing is known
 * @param waiting whether something of it waits to be shipped: then the group is about to change
 * @param repaired the difference that an earlier comparison had it shipped for; empty if there was none
 */
public record KnownGroup(
        long number,
        ObjectGuid objectGuid,
        String dn,
        String displayName,
        boolean present,
        Optional<GroupLink> link,
        boolean waiting,
        String repaired) {}
