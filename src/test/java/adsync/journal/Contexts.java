package adsync.journal;

import adsync.change.NamingContext;
import adsync.journal.Checkpoint.Phase;
import java.util.Optional;

/** Checkpoints of other naming contexts than the usual one. */
final class Contexts {

    private Contexts() {}

    static Checkpoint checkpoint(NamingContext context) {
        return new Checkpoint(
                context,
                Pages.ROOT,
                Phase.FOLLOWING,
                Optional.empty(),
                Optional.empty(),
                Pages.DC,
                Pages.DATABASE,
                1,
                "fingerprint",
                1,
                0,
                0,
                Pages.NOON);
    }
}
