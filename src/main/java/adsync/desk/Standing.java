package adsync.desk;

import java.util.Locale;

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

    /** The word in answers. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
