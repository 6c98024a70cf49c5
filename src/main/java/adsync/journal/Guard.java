package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.journal.Hazards.Entry;
import adsync.journal.Hazards.State;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which changes that do harm may pass. See {@link Journal#judge}. */
final class Guard {

    /** Accounts whose users went, once the provider was told. */
    private static final String RETIRED = """
            SELECT count(*) FROM object o
            WHERE o.presence <> 'PRESENT' AND EXISTS (SELECT 1 FROM link l WHERE l.object = o.id)
              AND NOT EXISTS (SELECT 1 FROM outbox b WHERE b.object = o.id AND b.kind IN ('LEFT_SCOPE', 'DELETED'))
            """;

    private static final String PRESENT =
            "SELECT count(*) FROM (SELECT 1 FROM object WHERE presence = 'PRESENT' LIMIT 1)";

    private static final long WITHIN = -1;

    /** As much of a burst as is waited for: changes that never rest must pass at last. */
    private static final int LONGEST_BURST_GRACES = 30;

    private final Session session;
    private final Hazards hazards;
    private final Holds holds;
    private final DeletedRoots roots;
    private final Map<HazardKind, Instant> newest = new EnumMap<>(HazardKind.class);
    private @Nullable Long inUse;

    Guard(Session session) {
        this.session = session;
        this.hazards = new Hazards(session);
        this.holds = new Holds(session);
        this.roots = new DeletedRoots(session);
    }

    /** All are registered before the first is judged: they may be parts of one burst. */
    List<Ruling> judge(List<Hazard> all, GuardRules rules, Instant now) throws SQLException {
        inUse = null;
        newest.clear();
        for (Hazard hazard : all) {
            register(hazard, rules, now);
        }
        List<Ruling> rulings = new ArrayList<>();
        for (Hazard hazard : all) {
            rulings.add(judge(hazard.objectGuid(), rules, now));
        }
        return rulings;
    }

    private void register(Hazard hazard, GuardRules rules, Instant now) throws SQLException {
        Map<HazardKind, Entry> known = hazards.of(hazard.objectGuid());
        Map<HazardKind, Long> limited = limited(hazard, known, rules);
        for (Map.Entry<HazardKind, Long> amount : limited.entrySet()) {
            hazards.put(hazard, amount.getKey(), amount.getValue(), known.get(amount.getKey()), now);
        }
        for (HazardKind kind : known.keySet()) {
            if (!limited.containsKey(kind)) {
                hazards.remove(hazard.objectGuid(), kind, now);
            }
        }
    }

    /** Whoever went with a root counts towards no limit: that would hold up the users of other roots. */
    private Map<HazardKind, Long> limited(Hazard hazard, Map<HazardKind, Entry> known, GuardRules rules)
            throws SQLException {
        Entry root = known.get(HazardKind.ROOT_DELETED);
        if ((root != null && root.state() == State.APPROVED) || roots.of(hazard.objectGuid()) != null) {
            return Map.of(HazardKind.ROOT_DELETED, 1L);
        }
        Map<HazardKind, Long> limited = new EnumMap<>(hazard.amounts());
        limited.keySet().retainAll(rules.limits().keySet());
        return limited;
    }

    private Ruling judge(ObjectGuid object, GuardRules rules, Instant now) throws SQLException {
        List<HazardKind> ripe = new ArrayList<>();
        Instant until = Instant.MIN;
        for (Map.Entry<HazardKind, Entry> known : hazards.of(object).entrySet()) {
            Entry entry = known.getValue();
            switch (entry.state()) {
                case HELD -> {
                    hazards.join(object, entry.hold());
                    return new Ruling.Held(entry.hold(), entry.holdKind());
                }
                case WAITING -> {
                    Long open = open(known.getKey(), object, now);
                    if (open != null) {
                        hazards.join(object, open);
                        return new Ruling.Held(open, known.getKey());
                    }
                    ripe.add(known.getKey());
                    Instant over = over(known.getKey(), entry.since(), rules.grace(), now);
                    until = over.isAfter(until) ? over : until;
                }
                case PASSED, APPROVED -> {}
            }
        }
        return now.isBefore(until) ? new Ruling.Wait(until) : weigh(object, ripe, rules, now);
    }

    /** When the burst that a change may be part of is seen whole: a grace after its newest one, but not for ever. */
    private Instant over(HazardKind kind, Instant since, Duration grace, Instant now) throws SQLException {
        if (since.isAfter(now)) {
            return now; // the clock was put back
        }
        Instant last = newest.get(kind);
        if (last == null) {
            last = hazards.newest(kind, since, now);
            newest.put(kind, last); // a judgement registers nothing more
        }
        Instant quiet = last.plus(grace);
        Instant longest = since.plus(grace.multipliedBy(LONGEST_BURST_GRACES));
        return quiet.isBefore(longest) ? quiet : longest;
    }

    /** The open hold that an object is to join; null if it may pass. */
    private @Nullable Long open(HazardKind kind, ObjectGuid object, Instant now) throws SQLException {
        DeletedRoots.Root root = kind == HazardKind.ROOT_DELETED ? roots.of(object) : null;
        return root == null ? holds.openOf(kind) : Long.valueOf(holds.openOf(root, now));
    }

    /** What has waited long enough passes, unless there are too many of one of its kinds. */
    private Ruling weigh(ObjectGuid object, List<HazardKind> kinds, GuardRules rules, Instant now) throws SQLException {
        Instant since = now.minus(rules.window());
        for (HazardKind kind : kinds) {
            long limit = exceeded(kind, rules, since);
            if (limit != WITHIN) {
                long hold = holds.open(kind, limit, now);
                hazards.joinAll(kind, hold);
                return new Ruling.Held(hold, kind);
            }
        }
        for (HazardKind kind : kinds) {
            hazards.forgetPassed(kind, since);
            hazards.pass(object, kind, now);
        }
        return new Ruling.Pass();
    }

    /** How many might have passed, if there are more; else {@link #WITHIN}. */
    private long exceeded(HazardKind kind, GuardRules rules, Instant since) throws SQLException {
        long count = hazards.count(kind, since);
        if (count > rules.limit(kind, 0)) { // else it passes however few accounts there are, if somebody is left
            long limit = rules.limit(kind, inUse());
            return count > limit ? limit : WITHIN;
        }
        boolean last = rules.spares(kind) && session.number(PRESENT) == 0 && hazards.objects(kind, since) > 1;
        return last ? 1 : WITHIN;
    }

    /** What a share is of. Who went and is only kept switched off does no longer count: of them there are ever more. */
    private long inUse() throws SQLException {
        Long counted = inUse;
        if (counted == null) {
            counted = session.tally().links() - session.number(RETIRED);
            inUse = counted; // a judgement changes nothing of it
        }
        return counted;
    }
}
