package adsync.scim;

/**
 * What one probe of a provider found.
 *
 * @param area what it is about, for example {@code filters}
 * @param probe what was tried
 * @param verdict how it went
 * @param detail what the provider did
 * @param remedy what the provider should mend, and what it costs until then; empty if it works
 */
public record ConformanceFinding(String area, String probe, Verdict verdict, String detail, String remedy) {

    /** How a probe went. */
    public enum Verdict {
        /** As the standard says. */
        WORKS,
        /** Not as the standard says, or not offered; ADSync does without. */
        DIFFERS,
        /** ADSync needs it. */
        FAILS
    }
}
