package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.directory.Domains;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.PageCommit.Basis;
import adsync.observe.LogKeys;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of domains that have no root any more: nobody listens to them, and their users left the scope. */
public final class Retirement {

    private static final Logger LOGGER = LoggerFactory.getLogger(Retirement.class);
    private static final int BATCH = 500;

    private final Journal journal;
    private final ListenerOptions options;
    private final Clock clock;
    private final RandomGenerator random;

    /** For the users of a journal. */
    public Retirement(Journal journal, ListenerOptions options, Clock clock, RandomGenerator random) {
        this.journal = journal;
        this.options = options;
        this.clock = clock;
        this.random = random;
    }

    /** Lets them leave. Blocks. */
    public void run() {
        for (Checkpoint kept : journal.checkpoints().await()) {
            String domain = Domains.of(kept.namingContext().dn());
            if (!options.selection().domains().contains(domain)) {
                retire(Checkpoints.worthless(kept), domain);
            }
        }
    }

    /** Should a root in it be configured again, it is enumerated as with any other configuration. */
    private void retire(Checkpoint checkpoint, String domain) {
        long count = 0;
        List<ObjectGuid> users = next(checkpoint);
        while (!users.isEmpty()) {
            Map<ObjectGuid, Shadow> shadows = journal.shadows(users).await();
            var page = new PageBuilder(
                    shadows, checkpoint.domainController(), clock.instant(), random, Basis.READ, options);
            users.forEach(user -> page.gone(user, Presence.LEFT));
            journal.commit(page.build(checkpoint)).await();
            count += users.size();
            users = next(checkpoint);
        }
        if (count > 0) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.NAMING_CONTEXT, domain)
                    .addKeyValue(LogKeys.COUNT, count)
                    .log("no root is in this domain any more: its users left the scope");
        }
    }

    private List<ObjectGuid> next(Checkpoint checkpoint) {
        return journal.unseen(checkpoint.namingContext().guid(), Long.MAX_VALUE, null, BATCH)
                .await();
    }
}
