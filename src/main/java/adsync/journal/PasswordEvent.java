package adsync.journal;

import java.time.Instant;
import java.util.Optional;

/**
 * A password event that came, with what became of it.
 *
 * @param id of the event
 * @param controller the name of the domain controller that sent it
 * @param changed when the password was changed
 * @param received when it came
 * @param end how it ended; empty while it waits
 * @param endedAt when it ended; empty while it waits
 * @param cause why it ended so, or why it waits; may be empty
 */
public record PasswordEvent(
        String id,
        String controller,
        Instant changed,
        Instant received,
        Optional<PasswordEnd> end,
        Optional<Instant> endedAt,
        String cause) {}
