package adsync.journal;

import adsync.change.ObjectGuid;
import java.util.Optional;

/**
 * That a user is left out, or is so no more.
 *
 * @param objectGuid whom it is about
 * @param cause why, as a sentence; empty if the user is not left out any more
 */
public record Omission(ObjectGuid objectGuid, Optional<String> cause) {}
