package adsync.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import adsync.app.LocalCodec;
import adsync.change.Filetime;
import adsync.change.ObjectGuid;
import adsync.directory.WritableController;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.PasswordsReceived;
import adsync.sealing.KeySets;
import adsync.sealing.ProviderKeys;
import adsync.testing.FreePort;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An intake on a real port, with a real journal and a real certificate authority. */
abstract class IntakeFixture {

    static final String NAME = "dc1.example.com";
    static final String GUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
    static final String OTHER = "7f9619ff-8b86-d011-b42d-00c04fc964ff";
    static final String DOMAIN = "S-1-5-21-1-2-3";
    static final String SID = DOMAIN + "-1104";

    @TempDir
    private Path state;

    final Vertx vertx = Vertx.vertx();
    final TestClock clock = new TestClock();
    final MeterRegistry meters = new SimpleMeterRegistry();
    final ProviderKeys provider = new ProviderKeys();

    /** The computers that are writable domain controllers; nothing if the directory cannot be asked. */
    Optional<List<WritableController>> computers =
            Optional.of(List.of(writable(GUID, NAME), writable(OTHER, "dc2.example.com")));

    /** The domains of domain controllers that the directory told of, by objectGUID. */
    final Map<String, String> domains = new HashMap<>(Map.of(GUID, DOMAIN, OTHER, DOMAIN));

    Limits limits = Limits.USUAL;

    /** Where the provider's keys are to be fetched; nothing if they lie in a file. */
    Optional<URI> address = Optional.empty();

    /** What the intake has in front of its journal. */
    UnaryOperator<Journal> way = UnaryOperator.identity();

    Journal journal;
    IntakeVerticle intake;
    private String deployment = "";
    private int port = FreePort.draw(); // which nobody is given while it is opened again

    /** Again, with other limits. */
    void reopen(Limits other) throws IOException {
        close();
        limits = other;
        open();
    }

    /** Again, with the key set that is there. */
    void openAs() throws IOException {
        open();
    }

    @BeforeEach
    void open() throws IOException {
        if (!Files.exists(state.resolve("offered"))) {
            offer(provider.set(1, "seal"));
        }
        try {
            LocalCodec.register(vertx.eventBus(), PasswordsReceived.class);
        } catch (IllegalStateException e) {
            // opened again
        }
        journal = Journals.open(vertx, state, clock, meters).await();
        intake = new IntakeVerticle(
                options(port),
                way.apply(journal),
                authority(),
                new KeySets(
                        address.orElseGet(state.resolve("offered")::toUri),
                        IntakeOptions.lastKeySet(state),
                        provider.root(),
                        clock),
                new FakeDirectory(),
                clock,
                meters,
                limits);
        deployment = vertx.deployVerticle(intake).await();
        port = intake.port();
    }

    private final class FakeDirectory implements ControllerDirectory {

        @Override
        public Future<List<WritableController>> writable() {
            return computers.map(Future::succeededFuture).orElseGet(() -> Future.failedFuture("unreachable"));
        }

        @Override
        public Optional<String> domainSid(String guid) {
            return Optional.ofNullable(domains.get(guid));
        }
    }

    static WritableController writable(String guid, String name) {
        return new WritableController(ObjectGuid.parse(guid), name, DOMAIN);
    }

    void close() {
        vertx.undeploy(deployment).await();
        journal.close().await();
    }

    @AfterEach
    void end() throws IOException {
        close();
        vertx.close().await();
    }

    void offer(String keySet) throws IOException {
        Files.writeString(state.resolve("offered"), keySet);
    }

    Path state() {
        return state;
    }

    /** Certificates are looked at by the clock of the world. */
    Authority authority() {
        return Authority.open(IntakeOptions.folder(state), "127.0.0.1", Clock.systemUTC());
    }

    private IntakeOptions options(int listening) {
        return new IntakeOptions(
                "127.0.0.1",
                listening,
                "127.0.0.1",
                Math.max(listening, 1),
                state.resolve("offered").toUri(),
                provider.root());
    }

    String invite(String name) {
        IntakeOptions reached = new IntakeOptions(
                "127.0.0.1",
                0,
                "127.0.0.1",
                intake.port(),
                state.resolve("offered").toUri(),
                provider.root());
        return new Invitations(journal.passwords(), this::authority, reached, clock)
                .invite(name)
                .await();
    }

    SimulatedController enrolled() throws IOException, InterruptedException {
        return SimulatedController.enrol(invite(NAME), NAME, GUID, provider.root(), clock);
    }

    String seal(SimulatedController controller, Instant changed) {
        return controller.seal(SID, "ada", Filetime.of(changed), "Secret-1".getBytes(UTF_8));
    }
}
