package adsync.embedded;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A domain controller as it was: its data, numbers, ports and certificate. It can be started again from it once the one
 * it was taken of is closed, any number of times. What happened since is unknown to it until it is replicated.
 */
public final class Backup {

    private final EmbeddedDirectory.Beginning kept;

    Backup(EmbeddedDirectory.Beginning kept) {
        this.kept = kept;
    }

    /**
     * Starts it as a proper restore does: the database gets a new identity (invocationId), so that others can tell its
     * numbers from those it gave before.
     */
    public EmbeddedDirectory restore() {
        return start(true);
    }

    /** Starts it as a copied disk does that was put back: under the same identity it hands out its numbers once more. */
    public EmbeddedDirectory putBack() {
        return start(false);
    }

    private EmbeddedDirectory start(boolean renewed) {
        RandomGenerator chance = new SplittableRandom(kept.random().nextLong()); // no GUID comes twice
        Domain domain = EmbeddedDirectory.unrefused(() -> kept.domain()
                .store()
                .read(() -> kept.domain()
                        .elsewhere(
                                kept.domain().store().copy(chance),
                                kept.domain().hostName())));
        if (renewed) {
            EmbeddedDirectory.unrefused(() -> domain.store().write(() -> {
                domain.store().renewInvocationId();
                domain.publishInvocationId();
                return domain;
            }));
        }
        return EmbeddedDirectory.start(new EmbeddedDirectory.Beginning(
                kept.options(),
                chance,
                domain,
                kept.rights().copy(),
                kept.replication().copy(domain.store()),
                kept.identity()));
    }
}
