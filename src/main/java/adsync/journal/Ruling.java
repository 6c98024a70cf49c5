package adsync.journal;

import java.time.Instant;

/** What the guard says to a {@link Hazard}. */
public sealed interface Ruling {

    /** Ship it. */
    record Pass() implements Ruling {}

    /**
     * Ask again later: whether it is part of a burst is not yet to be seen. Settle the row as {@link Settlement.Postponed}.
     *
     * @param until when
     */
    record Wait(Instant until) implements Ruling {}

    /**
     * It is one of too many. Settle the row as {@link Settlement.Held}.
     *
     * @param hold the hold it belongs to
     * @param kind the kind there are too many of
     */
    record Held(long hold, HazardKind kind) implements Ruling {}
}
