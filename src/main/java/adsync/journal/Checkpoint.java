package adsync.journal;

import adsync.change.DirSyncCookie;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far we are with one naming context. The server checks nothing of what its cookie means, so it is kept with all that
 * it depends on; the journal adds a checksum of its own.
 *
 * @param namingContext which one
 * @param root objectGUID of the selected root
 * @param phase what the listener is doing
 * @param pageCookie DirSync cookie after the last committed page; only good on the domain controller that gave it
 * @param cycleCookie DirSync cookie after the last complete cycle; good on every domain controller
 * @param domainController DNS host name of the domain controller that gave the page cookie
 * @param invocationId identity of its database
 * @param highestCommittedUsn its highest update sequence number when the page was read
 * @param fingerprint of what the cookie depends on: filter, attributes, scope
 * @param epoch number of the current or last enumeration; objects carry the one that saw them last
 * @param enumerated users enumerated in this epoch so far
 * @param total users that the enumeration expects; 0 if unknown
 * @param committedAt when
 */
public record Checkpoint(
        NamingContext namingContext,
        ObjectGuid root,
        Phase phase,
        Optional<DirSyncCookie> pageCookie,
        Optional<DirSyncCookie> cycleCookie,
        String domainController,
        UUID invocationId,
        long highestCommittedUsn,
        String fingerprint,
        long epoch,
        long enumerated,
        long total,
        Instant committedAt) {

    /** What the listener is doing. */
    public enum Phase {
        /** Enumerating all objects; the cookie was taken before. */
        ENUMERATING,
        /** Confirming, one by one, the objects that the enumeration did not see. */
        SWEEPING,
        /** Following changes. */
        FOLLOWING
    }
}
