package adsync.journal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of all accounts with those that the provider has: how far it has come and what it has found.
 *
 * @param number grows with each one
 * @param repairing whether what is found is repaired; else it is only reported
 * @param insisted whether a person has said that ever so many accounts may be missing
 * @param phase what it is at
 * @param startIndex of the next page of the provider's list, from 1
 * @param begunAt when it was begun
 * @param endedAt when it came to its end; empty while it goes on
 * @param findings what it has found so far
 * @param refusal why it was given up, in a sentence with the mend; else empty
 */
public record Comparison(
        long number,
        boolean repairing,
        boolean insisted,
        Phase phase,
        long startIndex,
        Instant begunAt,
        Optional<Instant> endedAt,
        Findings findings,
        String refusal) {

    /** What it is at. */
    public enum Phase {
        /** The provider's list is read, page by page. */
        LISTING,
        /** Accounts that were not on it are asked for, one by one. */
        CONFIRMING,
        /** It is at its end. */
        OVER
    }

    /**
     * Numbers of accounts.
     *
     * @param listed that the provider has listed
     * @param missing that we know and the provider does not have
     * @param drifted that hold something else than the provider acknowledged
     * @param unkept that have drifted in the same way again after they were repaired: the provider does not keep what it gets
     * @param foreign that are not ours
     * @param duplicate that say they are somebody's who has another account
     */
    public record Findings(long listed, long missing, long drifted, long unkept, long foreign, long duplicate) {

        /** Nothing so far. */
        public static final Findings NONE = new Findings(0, 0, 0, 0, 0, 0);
    }

    /** A new one. */
    public static Comparison begin(long number, boolean repairing, boolean insisted, Instant now) {
        return new Comparison(number, repairing, insisted, Phase.LISTING, 1, now, Optional.empty(), Findings.NONE, "");
    }

    /** Further on. */
    public Comparison with(Phase next, long index, Findings found) {
        return new Comparison(number, repairing, insisted, next, index, begunAt, endedAt, found, refusal);
    }

    /** At its end. */
    public Comparison ended(Instant now, String why) {
        return new Comparison(
                number, repairing, insisted, Phase.OVER, startIndex, begunAt, Optional.of(now), findings, why);
    }

    /** Whether it is at its end. */
    public boolean over() {
        return phase == Phase.OVER;
    }

    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("number", Long.toString(number));
        texts.put("repairing", Boolean.toString(repairing));
        texts.put("insisted", Boolean.toString(insisted));
        texts.put("phase", phase.name());
        texts.put("startIndex", Long.toString(startIndex));
        texts.put("begunAt", begunAt.toString());
        endedAt.ifPresent(end -> texts.put("endedAt", end.toString()));
        texts.put("listed", Long.toString(findings.listed()));
        texts.put("missing", Long.toString(findings.missing()));
        texts.put("drifted", Long.toString(findings.drifted()));
        texts.put("unkept", Long.toString(findings.unkept()));
        texts.put("foreign", Long.toString(findings.foreign()));
        texts.put("duplicate", Long.toString(findings.duplicate()));
        texts.put("refusal", refusal);
        return texts;
    }

    static Comparison of(Map<String, String> texts) {
        return new Comparison(
                number(texts, "number"),
                Boolean.parseBoolean(texts.get("repairing")),
                Boolean.parseBoolean(texts.get("insisted")),
                Phase.valueOf(texts.getOrDefault("phase", Phase.OVER.name())),
                number(texts, "startIndex"),
                Instant.parse(texts.getOrDefault("begunAt", Instant.EPOCH.toString())),
                Optional.ofNullable(texts.get("endedAt")).map(Instant::parse),
                new Findings(
                        number(texts, "listed"),
                        number(texts, "missing"),
                        number(texts, "drifted"),
                        number(texts, "unkept"),
                        number(texts, "foreign"),
                        number(texts, "duplicate")),
                texts.getOrDefault("refusal", ""));
    }

    private static long number(Map<String, String> texts, String key) {
        @Nullable String text = texts.get(key);
        return text == null ? 0 : Long.parseLong(text);
    }
}
