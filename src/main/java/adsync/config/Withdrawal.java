package adsync.config;

import adsync.mapping.Deprovisioning;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of the account of a user who is gone.
 *
 * @param retention how long it is kept switched off; only if it is deleted after that
 */
record Withdrawal(Deprovisioning policy, Optional<Duration> retention) {

    private static final Duration USUAL = Duration.ofDays(30);
    private static final String POLICY = "policy";
    private static final String AFTER = "after";
    private static final Kind<Deprovisioning> WORD = Kinds.choice(Deprovisioning.class);

    /** A policy alone, or with the time after which it deletes. */
    static final Kind<Withdrawal> KIND =
            new Kind<>(Withdrawal.class, WORD.name() + ", or policy and after", WORD.expected(), Withdrawal::read);

    private static Withdrawal read(Item item, Surroundings surroundings) throws Unexpected {
        if (!(item instanceof Item.Section section)) {
            return of(WORD.reader().read(item, surroundings), Optional.empty());
        }
        Parts parts = Parts.of(section, surroundings, List.of(POLICY, AFTER));
        Optional<Deprovisioning> policy = parts.read(POLICY, WORD);
        Optional<Duration> after = parts.read(AFTER, Kinds.duration("1s", "3650d"));
        if (!parts.has(POLICY)) {
            parts.refuse(POLICY, "expected " + WORD.expected() + ", found nothing; add it");
        }
        if (after.isPresent() && policy.isPresent() && !deletesLater(policy.get())) {
            parts.refuse(
                    AFTER,
                    "expected it together with the policy " + Kinds.word(Deprovisioning.DISABLE_THEN_DELETE)
                            + ", found another one; remove it or change the policy");
        }
        parts.check();
        return of(policy.orElseThrow(), after);
    }

    private static Withdrawal of(Deprovisioning policy, Optional<Duration> after) {
        return new Withdrawal(policy, deletesLater(policy) ? after.or(() -> Optional.of(USUAL)) : Optional.empty());
    }

    private static boolean deletesLater(Deprovisioning policy) {
        return policy == Deprovisioning.DISABLE_THEN_DELETE;
    }
}
