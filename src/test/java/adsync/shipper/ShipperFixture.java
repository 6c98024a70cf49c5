package adsync.shipper;

import adsync.app.LocalCodec;
import adsync.change.Change;
import adsync.change.Container;
import adsync.change.CorrelationId;
import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.ChangeCommitted;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.journal.GroupChange;
import adsync.journal.GuardRules;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.OutboxRow;
import adsync.journal.PageCommit;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Partition;
import adsync.journal.Settlement;
import adsync.mapping.Adoption;
import adsync.mapping.Deprovisioning;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scim.ScimClient;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real journal in a folder of its own, a provider in memory, and what ships from one to the other. */
abstract class ShipperFixture {

    static final Partition ALL = new Partition(0, 1);

    private static final ObjectGuid ROOT = guid(1_000_001);
    private static final NamingContext CONTEXT = new NamingContext(guid(1_000_002), "DC=example,DC=com");
    private static final UUID DATABASE = new UUID(7, 7);

    @TempDir
    private Path state;

    final Vertx vertx = Vertx.vertx();
    final TestClock clock = new TestClock();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final FakeProvider accounts = new FakeProvider();
    /** Lets everything pass at once. */
    static final GuardRules OPEN_GUARD = new GuardRules(Map.of(), Duration.ofHours(1), Duration.ZERO);

    Deprovisioning deprovisioning = Deprovisioning.DISABLE;
    Optional<Duration> retention = Optional.empty();
    GuardRules guard = OPEN_GUARD;
    Adoption adoption = Adoption.NEVER;
    Journal journal;
    final FakeWhereabouts whereabouts = new FakeWhereabouts();
    final FakeAbsences absences = new FakeAbsences();
    private int pages;

    @BeforeEach
    void open() {
        journal = Journals.open(vertx, state, clock, meters).await();
        commit(List.of(new Container(ROOT, ROOT, "OU=Company,DC=example,DC=com")), List.of());
    }

    @AfterEach
    void close() {
        journal.close().await();
        vertx.close().await();
    }

    /** The folder of the journal. */
    final Path state() {
        return state;
    }

    /** As after a crash: what was claimed is nobody's any more. */
    void reopen() {
        journal.close().await();
        journal = Journals.open(vertx, state, clock, meters).await();
    }

    ScimClient client() {
        return accounts;
    }

    ShipperOptions options() {
        return new ShipperOptions(
                100, Duration.ZERO, 1, 16, deprovisioning, retention, adoption, guard, true, absences);
    }

    Provider provider() {
        return new Provider(client(), journal, options(), clock, new Random(1), meters);
    }

    static Mapping mapping() {
        return Mapping.standard(MappingOptions.standard());
    }

    Delivery delivery(Provider provider) {
        return new Delivery(
                provider,
                new Planner(mapping(), provider::takes, provider::replaces, deprovisioning, retention, clock),
                new Verdict(clock, new Random(1)),
                journal,
                options(),
                clock);
    }

    static ObjectGuid guid(long number) {
        return new ObjectGuid(new UUID(number, number));
    }

    /** A person with a login; further attributes as names and values. */
    static Image person(long number, String login, String... attributes) {
        var values = new TreeMap<String, List<String>>();
        values.put("sAMAccountName", List.of(login));
        values.put("userPrincipalName", List.of(login + "@example.com"));
        values.put("userAccountControl", List.of("512"));
        for (int index = 0; index < attributes.length; index += 2) {
            values.put(attributes[index], List.of(attributes[index + 1]));
        }
        var place = new Container(guid(number), ROOT, "CN=Person " + number);
        return Image.of(place, "CN=Person " + number + ",OU=Company,DC=example,DC=com", 1000 + number, values);
    }

    void hired(Image... people) {
        commit(
                List.of(),
                Arrays.stream(people)
                        .map(image -> change(
                                new Change.Created(image.objectGuid(), image.dn(), new TreeMap<>()),
                                Optional.of(image)))
                        .toList());
    }

    void changed(Image image) {
        commit(
                List.of(),
                List.of(change(
                        new Change.Updated(image.objectGuid(), image.dn(), new TreeMap<>()), Optional.of(image))));
    }

    void gone(long number) {
        commit(List.of(), List.of(change(new Change.Deleted(guid(number), "gone"), Optional.empty())));
    }

    void left(long number) {
        var event = new ChangeCommitted(
                new CorrelationId("change-" + pages),
                new Change.LeftScope(guid(number), "left"),
                new Origin("dc1", 100, clock.instant()));
        commit(
                List.of(),
                List.of(new ObjectChange(event, Presence.LEFT, Optional.empty(), Basis.READ, Optional.empty())));
    }

    void retentionEnded(long number) {
        ObjectChange change = change(new Change.RetentionEnded(guid(number), "gone"), Optional.empty());
        journal.commit(List.of(change)).await();
    }

    private ObjectChange change(Change change, Optional<Image> image) {
        var event = new ChangeCommitted(
                new CorrelationId("change-" + pages), change, new Origin("dc1", 100, clock.instant()));
        return new ObjectChange(
                event, image.isPresent() ? Presence.PRESENT : Presence.DELETED, image, Basis.READ, Optional.empty());
    }

    /** What a page says of groups. */
    void groups(GroupChange... changes) {
        commit(List.of(), List.of(changes), List.of());
    }

    private void commit(List<Container> containers, List<ObjectChange> objects) {
        commit(containers, List.of(), objects);
    }

    private void commit(List<Container> containers, List<GroupChange> groups, List<ObjectChange> objects) {
        pages++;
        var checkpoint = new Checkpoint(
                CONTEXT,
                ROOT,
                Phase.FOLLOWING,
                Optional.of(DirSyncCookie.of(new byte[] {1})),
                Optional.empty(),
                "dc1",
                DATABASE,
                4711,
                "fingerprint",
                1,
                10,
                20,
                clock.instant());
        journal.commit(new PageCommit(
                        containers,
                        groups,
                        objects,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        checkpoint))
                .await();
    }

    List<OutboxRow> claim() {
        return journal.claim(ALL, clock.instant(), 100).await();
    }

    /** Ships once what is due; returns what became of it. */
    List<Parcel> ship(Provider provider) {
        assertReady(provider);
        List<Parcel> parcels = delivery(provider).deliver(claim());
        settle(parcels);
        return parcels;
    }

    static void assertReady(Provider provider) {
        if (!provider.ready()) {
            throw new AssertionError("the provider cannot be asked");
        }
    }

    void settle(List<Parcel> parcels) {
        journal.settle(parcels.stream()
                        .map(parcel -> Objects.requireNonNull(parcel.settlement()))
                        .toList())
                .await();
    }

    /** Ships, with the waits between, until the outbox holds nothing but what is parked; at most so many times. */
    int shipUntilQuiet(Provider provider, int most) {
        for (int turn = 0; turn < most; turn++) {
            var statistics = journal.statistics().await();
            if (statistics.outbox() == 0) {
                return turn;
            }
            clock.advance(Duration.ofMinutes(10));
            if (provider.pass() != ProviderGate.Passage.SHUT) {
                ship(provider);
            }
        }
        return most;
    }

    static Settlement settlement(Parcel parcel) {
        return Objects.requireNonNull(parcel.settlement());
    }

    <T> void codec(Class<T> type) {
        LocalCodec.register(vertx.eventBus(), type);
    }
}
