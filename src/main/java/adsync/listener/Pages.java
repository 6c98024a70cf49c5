package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.journal.PageCommit.Basis;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Begins pages. */
final class Pages {

    private final Session session;
    private final ListenerOptions options;
    private final Clock clock;
    private final RandomGenerator random;

    Pages(Session session, ListenerOptions options, Clock clock, RandomGenerator random) {
        this.session = session;
        this.options = options;
        this.clock = clock;
        this.random = random;
    }

    /** Whether the distinguished names of users matter. */
    boolean names() {
        return options.names();
    }

    /** A page without objects. */
    PageBuilder empty() {
        return of(Map.of(), clock.instant(), Basis.READ);
    }

    /**
     * A page for objects.
     *
     * @param shadows of all objects that will be compared
     * @param seenAt since when we could know of them
     * @param basis what the images are made from; unchanged objects are marked as seen if they were enumerated
     */
    PageBuilder of(Map<ObjectGuid, Shadow> shadows, Instant seenAt, Basis basis) {
        String host = session.directory().domainController().hostName();
        return new PageBuilder(shadows, host, seenAt, random, basis, options);
    }
}
