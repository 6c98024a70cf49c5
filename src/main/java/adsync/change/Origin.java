package adsync.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where and when a change was seen.
 *
 * @param domainController DNS host name of the domain controller that told us
 * @param usn uSNChanged of the object there; 0 if the object could not be read any more
 * @param seenAt since when we could know: when the notification came, or when the request that found it was sent
 * @param whenChanged of the object there, by its clock, which may be wrong: only to be told; null if the object was not read
 */
public record Origin(
        String domainController,
        long usn,
        Instant seenAt,
        @Nullable Instant whenChanged) {

    /** Of an object that was not read. */
    public Origin(String domainController, long usn, Instant seenAt) {
        this(domainController, usn, seenAt, null);
    }
}
