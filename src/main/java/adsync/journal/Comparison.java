package adsync.journal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of all accounts, and groups, with those that the provider has: how far it has come and what it has found.
 *
 * @param number grows with each one
 * @param repairing whether what is found is repaired; else it is only reported
 * @param insisted whether a person has said that ever so many accounts may be missing
 * @param withdrawing whether a person has said that accounts of users who are there, but not in scope, are withdrawn
 * @param phase what it is at
 * @param startIndex of the next page of the provider's list, from 1; while our groups are compared, how many of them are behind it
 * @param begunAt when it was begun
 * @param endedAt when it came to its end; empty while it goes on
 * @param findings what it has found so far of accounts
 * @param groups what it has found so far of groups
 * @param refusal why it was given up, in a sentence with the mend; else empty
 */
public record Comparison(
        long number,
        boolean repairing,
        boolean insisted,
        boolean withdrawing,
        Phase phase,
        long startIndex,
        Instant begunAt,
        Optional<Instant> endedAt,
        Findings findings,
        Findings groups,
        String refusal) {

    private static final String GROUPS = "groups.";

    /** What it is at. */
    public enum Phase {
        /** The provider's list is read, page by page. */
        LISTING,
        /** Accounts that were not on it are asked for, one by one. */
        CONFIRMING,
        /** The provider's list of groups is read, page by page. */
        LISTING_GROUPS,
        /** Our groups are read with their members, one by one. */
        COMPARING_GROUPS,
        /** It is at its end. */
        OVER
    }

    /**
     * Numbers of accounts, or of groups.
     *
     * @param listed that the provider has listed
     * @param missing that we know and the provider does not have
     * @param drifted that hold something else than the provider acknowledged
     * @param unkept that have drifted in the same way again after they were repaired: the provider does not keep what it gets
     * @param foreign that are not ours
     * @param duplicate that say they are somebody's who has another account
     * @param orphaned whose owner is gone, and of which we did not know
     */
    public record Findings(
            long listed, long missing, long drifted, long unkept, long foreign, long duplicate, long orphaned) {

        /** Nothing so far. */
        public static final Findings NONE = new Findings(0, 0, 0, 0, 0, 0, 0);
    }

    /** A new one. */
    public static Comparison begin(long number, boolean repairing, boolean insisted, boolean withdrawing, Instant now) {
        return new Comparison(
                number,
                repairing,
                insisted,
                withdrawing,
                Phase.LISTING,
                1,
                now,
                Optional.empty(),
                Findings.NONE,
                Findings.NONE,
                "");
    }

    /** A new one that nobody asked for: it repairs, and goes no further than it may by itself. */
    public static Comparison begin(long number, Instant now) {
        return begin(number, true, false, false, now);
    }

    /** Further on. */
    public Comparison with(Phase next, long index, Findings found) {
        return new Comparison(
                number, repairing, insisted, withdrawing, next, index, begunAt, endedAt, found, groups, refusal);
    }

    /** Further on with the groups. */
    public Comparison withGroups(Phase next, long index, Findings found) {
        return new Comparison(
                number, repairing, insisted, withdrawing, next, index, begunAt, endedAt, findings, found, refusal);
    }

    /** At its end. */
    public Comparison ended(Instant now, String why) {
        return new Comparison(
                number,
                repairing,
                insisted,
                withdrawing,
                Phase.OVER,
                startIndex,
                begunAt,
                Optional.of(now),
                findings,
                groups,
                why);
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
        texts.put("withdrawing", Boolean.toString(withdrawing));
        texts.put("phase", phase.name());
        texts.put("startIndex", Long.toString(startIndex));
        texts.put("begunAt", begunAt.toString());
        endedAt.ifPresent(end -> texts.put("endedAt", end.toString()));
        put(texts, "", findings);
        put(texts, GROUPS, groups);
        texts.put("refusal", refusal);
        return texts;
    }

    private static void put(Map<String, String> texts, String prefix, Findings found) {
        texts.put(prefix + "listed", Long.toString(found.listed()));
        texts.put(prefix + "missing", Long.toString(found.missing()));
        texts.put(prefix + "drifted", Long.toString(found.drifted()));
        texts.put(prefix + "unkept", Long.toString(found.unkept()));
        texts.put(prefix + "foreign", Long.toString(found.foreign()));
        texts.put(prefix + "duplicate", Long.toString(found.duplicate()));
        texts.put(prefix + "orphaned", Long.toString(found.orphaned()));
    }

    static Comparison of(Map<String, String> texts) {
        return new Comparison(
                number(texts, "number"),
                Boolean.parseBoolean(texts.get("repairing")),
                Boolean.parseBoolean(texts.get("insisted")),
                Boolean.parseBoolean(texts.get("withdrawing")),
                Phase.valueOf(texts.getOrDefault("phase", Phase.OVER.name())),
                number(texts, "startIndex"),
                Instant.parse(texts.getOrDefault("begunAt", Instant.EPOCH.toString())),
                Optional.ofNullable(texts.get("endedAt")).map(Instant::parse),
                findings(texts, ""),
                findings(texts, GROUPS),
                texts.getOrDefault("refusal", ""));
    }

    private static Findings findings(Map<String, String> texts, String prefix) {
        return new Findings(
                number(texts, prefix + "listed"),
                number(texts, prefix + "missing"),
                number(texts, prefix + "drifted"),
                number(texts, prefix + "unkept"),
                number(texts, prefix + "foreign"),
                number(texts, prefix + "duplicate"),
                number(texts, prefix + "orphaned"));
    }

    private static long number(Map<String, String> texts, String key) {
        @Nullable String text = texts.get(key);
        return text == null ? 0 : Long.parseLong(text);
    }
}
