package adsync.desk;

import adsync.journal.Dossier.Pending;
import java.util.Locale;
import java.util.Optional;

/** How far somebody is at the provider. */
public enum Standing {
    /** Nobody of that name was ever in scope. */
    UNKNOWN,
    /** The provider has everything. */
    SETTLED,
    /** A change waits to be shipped. */
    PENDING,
    /** A change waits for an approval. */
    HELD,
    /** A change waits for a person, or for the next one. */
    PARKED;

    /** That of something known, by what of it waits. */
    static Standing of(Optional<Pending> waiting) {
        return waiting.map(pending -> {
                    if (pending.hold().isPresent()) {
                        return HELD;
                    }
                    return pending.parkedCause().isPresent() ? PARKED : PENDING;
                })
                .orElse(SETTLED);
    }

    /** The word in answers. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
