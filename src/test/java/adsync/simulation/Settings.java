package adsync.simulation;

import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.Selection;
import adsync.journal.GuardLimit;
import adsync.journal.GuardRules;
import adsync.journal.HazardKind;
import adsync.listener.FailoverTiming;
import adsync.listener.ListenerOptions;
import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scope.ScopeOptions;
import adsync.services.Service;
import adsync.services.Services;
import adsync.shipper.ShipperOptions;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * What a schedule is made with.
 *
 * @param guarded whether there is a guard
 * @param bulk whether the provider takes several changes at once
 * @param replicationWait how long another domain controller is given to have what is known
 */
record Settings(
        Deprovisioning deprovisioning, boolean guarded, boolean bulk, int partitions, Duration replicationWait) {

    static final String DOMAIN = "contoso.com";
    static final String ROOT = "OU=Staff," + Replica.HEAD;
    static final String OTHER_ROOT = "OU=Students," + Replica.HEAD;
    static final String OUTSIDE = "OU=Elsewhere," + Replica.HEAD;
    static final String MAIL = "CN=Mail," + OUTSIDE;

    /** Few, so that it is reached. */
    static final int OUTBOX_LIMIT = 6;

    /** Of each kind, while a schedule lasts. */
    static final int HARM_LIMIT = 2;

    /** What there are limits for. */
    private static final List<HazardKind> HARM = List.of(
            HazardKind.LEAVE_SCOPE,
            HazardKind.DELETE,
            HazardKind.DISABLE,
            HazardKind.SERVICE_REMOVAL,
            HazardKind.MEMBER_REMOVAL,
            HazardKind.RENAME);

    static Settings draw(Random random) {
        return new Settings(
                List.of(Deprovisioning.values()).get(random.nextInt(Deprovisioning.values().length)),
                random.nextInt(3) > 0,
                random.nextBoolean(),
                1 + random.nextInt(3),
                Duration.ofSeconds(random.nextInt(3) * 4L));
    }

    /** Whether somebody at this place is to be at the provider. */
    static boolean inScope(String dn) {
        return dn.endsWith("," + ROOT) || dn.endsWith("," + OTHER_ROOT);
    }

    Mapping mapping() {
        return Mapping.standard(MappingOptions.standard());
    }

    private Optional<Duration> retention() {
        return deprovisioning == Deprovisioning.DISABLE_THEN_DELETE
                ? Optional.of(Duration.ofSeconds(20))
                : Optional.empty();
    }

    ListenerOptions listening() {
        Mapping mapping = mapping();
        return new ListenerOptions(
                DOMAIN,
                new Selection(List.of(
                        new NamedObject("directory.root", ROOT, Use.ROOT),
                        new NamedObject("directory.root", OTHER_ROOT, Use.ROOT),
                        new NamedObject("services", MAIL, Use.GROUP))),
                new ScopeOptions(List.of(ROOT, OTHER_ROOT), List.of(), Optional.empty(), true),
                new Services(List.of(new Service("mailbox", List.of(MAIL), Optional.empty()))),
                retention(),
                mapping::expiry,
                mapping.names(),
                Duration.ofSeconds(2),
                "fingerprint",
                OUTBOX_LIMIT,
                new FailoverTiming(replicationWait, Duration.ofMillis(700), Duration.ofSeconds(2)));
    }

    ShipperOptions shipping() {
        Map<HazardKind, GuardLimit> limits = new EnumMap<>(HazardKind.class);
        if (guarded) {
            HARM.forEach(kind -> limits.put(kind, new GuardLimit(HARM_LIMIT, 0)));
        }
        return new ShipperOptions(
                10,
                Duration.ofMillis(20),
                partitions,
                4,
                deprovisioning,
                retention(),
                Adoption.NEVER,
                new GuardRules(limits, Duration.ofDays(1), Duration.ofSeconds(guarded ? 1 : 0)),
                true,
                attributes -> Future.succeededFuture(Map.of())); // every right is there
    }
}
