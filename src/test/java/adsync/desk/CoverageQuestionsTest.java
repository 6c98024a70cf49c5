package adsync.desk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.WritableController;
import adsync.intake.ControllerDirectory;
import adsync.journal.Enrolment;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.PasswordJournal;
import adsync.journal.ReceivedPassword;
import adsync.journal.StolenController;
import adsync.journal.UnsyncedUser;
import adsync.testing.EnrolledSource;
import adsync.testing.TestClock;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** {@code dc list} and {@code passwords} say the same of the domain controllers. */
class CoverageQuestionsTest {

    private static final String GUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
    private static final WritableController DC1 = new WritableController(ObjectGuid.parse(GUID), "dc1.example.com", "");
    private static final WritableController DC2 =
            new WritableController(ObjectGuid.parse("7f9619ff-8b86-d011-b42d-00c04fc964ff"), "dc2.example.com", "");

    @TempDir
    private Path state;

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journals.open(vertx, state, clock, new SimpleMeterRegistry()).await();
        byte[] token = "token".getBytes(UTF_8);
        var ends = clock.instant().plus(Duration.ofDays(90));
        journal.passwords().invite("dc1.example.com", token, ends).await();
        journal.passwords()
                .enrol(new Enrolment(token, "key".getBytes(UTF_8), GUID, "one".getBytes(UTF_8), ends), clock.instant())
                .await();
        var enrolled = journal.passwords().controllers().await().getFirst();
        journal.passwords()
                .heard(enrolled, "{\"source\":\"simulated\"}", clock.instant())
                .await();
    }

    @AfterEach
    void close() {
        journal.close().await();
        vertx.close().await();
    }

    private JsonObject list(Future<List<WritableController>> directory) {
        return new ListControllers(new AskedCoverage(journal, Optional.of(() -> directory), clock))
                .ask(new JsonObject())
                .await()
                .body();
    }

    private JsonObject passwords(Future<List<WritableController>> directory) {
        return new Passwords(journal, new AskedCoverage(journal, Optional.of(() -> directory), clock), clock)
                .ask(new JsonObject())
                .await()
                .body();
    }

    @Test
    void one_without_a_source_is_named_by_both() {
        Future<List<WritableController>> directory = Future.succeededFuture(List.of(DC1, DC2));

        assertThat(list(directory).getJsonArray("controllers"))
                .extracting(
                        one -> ((JsonObject) one).getString("name") + ": " + ((JsonObject) one).getString("trouble"))
                .containsExactly("dc1.example.com: ", "dc2.example.com: no source");
        JsonObject told = passwords(directory);
        assertThat(told.getLong("controllers")).isEqualTo(2);
        assertThat(told.getLong("reporting")).isEqualTo(1);
        assertThat(told.getJsonArray("missing")).containsExactly("dc2.example.com (no source)");
        assertThat(told.containsKey("unasked")).isFalse();
    }

    @Test
    void of_a_gap_the_domain_controller_is_named_that_took_the_change() {
        var ada = new UnsyncedUser(
                DC1.objectGuid(),
                "CN=Ada",
                "S-1-5-21-1-2-3-4",
                UnsyncedUser.Kind.GAP,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        var directory = new ControllerDirectory() {
            @Override
            public Future<List<WritableController>> writable() {
                return Future.succeededFuture(List.of(DC1, DC2));
            }

            @Override
            public Future<Map<ObjectGuid, String>> passwordOrigins(Collection<ObjectGuid> users) {
                return Future.succeededFuture(Map.of(DC1.objectGuid(), DC2.name()));
            }
        };
        PasswordJournal passwords =
                instead(PasswordJournal.class, journal.passwords(), "unsynced", Future.succeededFuture(List.of(ada)));
        Journal gapped = instead(Journal.class, journal, "passwords", passwords);

        JsonObject told = new Passwords(gapped, new AskedCoverage(gapped, Optional.of(directory), clock), clock)
                .ask(new JsonObject())
                .await()
                .body();

        assertThat(told.getJsonArray("unsynced").getJsonObject(0).getString("controller"))
                .isEqualTo("dc2.example.com");
        assertThat(told.getJsonArray("unsynced").getJsonObject(0).getString("kind"))
                .isEqualTo("gap");
    }

    /** The same but for one method. */
    private static <T> T instead(Class<T> type, T real, String name, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals(name) ? answer : method.invoke(real, arguments)));
    }

    @Test
    void revoking_leaves_a_line() {
        var log = new ListAppender<ILoggingEvent>();
        Logger logger = (Logger) LoggerFactory.getLogger("adsync.desk");
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        try {
            new RevokeController(journal, clock, unexpected -> {})
                    .ask(new JsonObject().put("name", "dc1.example.com"))
                    .await();

            assertThat(log.list)
                    .singleElement()
                    .satisfies(line -> assertThat(line.getKeyValuePairs())
                            .extracting(pair -> pair.key + "=" + pair.value)
                            .containsExactly("domainController=dc1.example.com", "outcome=revoked", "rejected=0"));
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void of_a_stolen_one_it_is_told_how_many_passwords_are_over() {
        var event = new ReceivedPassword("a", "S-1-5-21-1-2-3-4", 1, "sealed", null);
        EnrolledSource.send(journal.passwords(), "dc3.example.com", List.of(event), clock.instant());
        List<Integer> rejected = new ArrayList<>();
        var question = new RevokeController(journal, clock, rejected::add);
        JsonObject stolen = new JsonObject().put("name", "dc3.example.com").put("stolen", true);

        Answer answer = question.ask(stolen).await();

        assertThat(answer.found()).isTrue();
        assertThat(answer.body().getBoolean("revoked")).isTrue();
        assertThat(answer.body().getInteger("rejected")).isEqualTo(1);
        assertThat(answer.body().getString("message"))
                .isEqualTo("dc3.example.com was revoked: its certificate and its token are refused from now on;"
                        + " passwords of it that waited and are not shipped: 1");
        assertThat(rejected).containsExactly(1);
        assertThat(question.ask(stolen).await().found()).isFalse();
        assertThat(rejected).hasSize(1);
    }

    @Test
    void of_a_stolen_one_what_is_under_way_is_told_apart() {
        PasswordJournal passwords = instead(
                PasswordJournal.class,
                journal.passwords(),
                "revokeStolen",
                Future.succeededFuture(new StolenController(true, 0, 1)));
        List<Integer> rejected = new ArrayList<>();

        JsonObject told = new RevokeController(
                        instead(Journal.class, journal, "passwords", passwords), clock, rejected::add)
                .ask(new JsonObject().put("name", "dc3.example.com").put("stolen", true))
                .await()
                .body();

        assertThat(told.getInteger("rejected")).isZero();
        assertThat(told.getInteger("underWay")).isEqualTo(1);
        assertThat(told.getString("message"))
                .endsWith("not shipped: 0; under way, so that the provider may have them (see the audit log): 1");
        assertThat(rejected).as("what was sealed is to be overwritten").containsExactly(0);
    }

    @Test
    void where_no_passwords_are_taken_the_directory_is_not_to_blame() {
        var coverage = new AskedCoverage(journal, Optional.empty(), clock);

        for (Question question : List.of(new ListControllers(coverage), new Passwords(journal, coverage, clock))) {
            JsonObject told = question.ask(new JsonObject()).await().body();

            assertThat(told.getBoolean("taken")).isFalse();
            assertThat(told.containsKey("unasked")).isFalse();
        }
    }

    @Test
    void a_directory_that_cannot_be_asked_is_told() {
        Future<List<WritableController>> directory = Future.failedFuture("connection refused");

        assertThat(list(directory).getString("unasked")).isEqualTo("connection refused");
        JsonObject told = passwords(directory);
        assertThat(told.getString("unasked")).isEqualTo("connection refused");
        assertThat(told.getLong("controllers")).isEqualTo(1);
        assertThat(told.getLong("reporting")).isEqualTo(1);
    }
}
