package adsync.shipper;

import adsync.change.ObjectGuid;

/** What would become of something at the provider. */
public sealed interface Rehearsed permits RehearsedAccount, RehearsedGroup {

    /** Whose it is. */
    ObjectGuid objectGuid();

    /** The distinguished name of that, as far as we know it; else empty. */
    String dn();

    /** Whether it would wait for an approval instead. */
    boolean held();

    /** Why it would be parked or held; else empty. */
    String cause();
}
