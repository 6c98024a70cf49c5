package adsync.change;

import java.time.Instant;

/**
 * Where and when a change was seen.
 *
 * @param domainController DNS host name of the domain controller that told us
 * @param usn uSNChanged of the object there; 0 if the object could not be read any more
 * @param seenAt since when we could know: when the notification came, or when the request that found it was sent
 */
public record Origin(String domainController, long usn, Instant seenAt) {}
