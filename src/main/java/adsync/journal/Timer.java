package adsync.journal;

import adsync.change.Shadow;
import java.time.Instant;
import java.util.Optional;

/**
 * An object whose desired state changes although nobody touches it.
 *
 * @param shadow the object
 * @param due when
 * @param goneSince when it was seen to be no longer in the selected root; empty if it is there
 */
public record Timer(Shadow shadow, Instant due, Optional<Instant> goneSince) {}
