package adsync.listener;

import adsync.change.Image;
import adsync.directory.Domains;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.Selection;
import adsync.journal.Checkpoint;
import adsync.scope.ScopeOptions;
import adsync.services.Services;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a domain is followed.
 *
 * @param domain its DNS name
 * @param selection all objects that are named for it: its roots and excluded places, and the groups of every domain
 * @param scope whom to follow, by the roots in this domain
 * @param services what users may have
 * @param retention how long the account of a user who is gone is kept; empty for ever
 * @param expiry when the account of a user expires; empty for never
 * @param names whether the distinguished name of a user matters, so that a container's new name concerns all below it
 * @param poll how often to ask DirSync when the bell is silent
 * @param fingerprint of what a DirSync cookie depends on besides scope and services, as {@link adsync.directory.Directories} gives it
 * @param outboxLimit reading pauses while this many objects wait to be shipped
 * @param failover how patient a change of the domain controller is
 */
public record ListenerOptions(
        String domain,
        Selection selection,
        ScopeOptions scope,
        Services services,
        Optional<Duration> retention,
        Function<Image, Optional<Instant>> expiry,
        boolean names,
        Duration poll,
        String fingerprint,
        int outboxLimit,
        FailoverTiming failover) {

    /** More than a day's work for any provider; far less than a disk holds. */
    public static final int DEFAULT_OUTBOX_LIMIT = 200_000;

    /** The same for one of several domains. */
    public ListenerOptions in(String name) {
        return new ListenerOptions(
                name,
                new Selection(selection.objects().stream()
                        .filter(object ->
                                object.use() == Use.GROUP || object.domain().equals(name))
                        .toList()),
                new ScopeOptions(in(scope.roots(), name), in(scope.excluded(), name), scope.filter(), scope.groups()),
                services,
                retention,
                expiry,
                names,
                poll,
                fingerprint,
                outboxLimit,
                failover);
    }

    /** Whether a checkpoint tells which object the configuration means, whatever that is called by now. */
    public static boolean known(NamedObject object, Checkpoint kept) {
        return Places.known(object, kept);
    }

    private static List<String> in(List<String> dns, String domain) {
        return dns.stream().filter(dn -> Domains.of(dn).equals(domain)).toList();
    }

    /** Work that can wait fills the outbox only so far, so that changes still pass. */
    int backgroundLimit() {
        return Math.max(1, outboxLimit / 2);
    }

    public ListenerOptions {
        if (outboxLimit < 1) {
            throw new IllegalArgumentException("the outbox limit must be at least 1, was " + outboxLimit);
        }
    }
}
