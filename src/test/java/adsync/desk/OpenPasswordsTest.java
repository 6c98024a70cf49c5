package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Filetime;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.PasswordSettlement;
import adsync.journal.ReceivedPassword;
import adsync.journal.WaitingPassword;
import adsync.testing.EnrolledSource;
import adsync.testing.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that waits is told with the cause, and never what is sealed. */
class OpenPasswordsTest {

    private final Vertx vertx = Vertx.vertx();
    private final TestClock clock = new TestClock();

    @TempDir
    private Path state;

    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journals.open(vertx, state, clock, new SimpleMeterRegistry()).await();
        journal.passwords().follow(clock.instant()).await();
    }

    @AfterEach
    void close() {
        journal.close().await();
        vertx.close().await();
    }

    @Test
    void what_waits_is_told_with_its_cause() {
        Instant now = clock.instant();
        var event = new ReceivedPassword("e1", "S-1-5-21-1-2-3-1104", Filetime.of(now), "sealed-1", null);
        EnrolledSource.send(journal.passwords(), List.of(event), now);
        WaitingPassword waiting = journal.passwords().claim(now, 1).await().getFirst();
        journal.passwords()
                .settle(List.of(new PasswordSettlement.Waits(waiting, now, "nobody is known", true, false)), now)
                .await();

        JsonArray told = OpenPasswords.of(journal, 10).await();

        assertThat(told)
                .containsExactly(new JsonObject()
                        .put("id", "e1")
                        .put("sid", "S-1-5-21-1-2-3-1104")
                        .put("controller", EnrolledSource.NAME)
                        .put("changed", now.toString())
                        .put("received", now.toString())
                        .put("held", false)
                        .put("cause", "nobody is known"));
    }
}
