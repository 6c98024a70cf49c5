package adsync.journal;

import static adsync.journal.Pages.SHIPPED;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real journal in a folder of its own. */
abstract class JournalFixture {

    @TempDir
    private Path state;

    private final Vertx vertx = Vertx.vertx();
    private final MovableClock clock = new MovableClock(Pages.NOON);
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = Journals.open(vertx, state, clock, meters).await();
    }

    @AfterEach
    void close() {
        journal.close().await();
        vertx.close().await();
    }

    void reopen() {
        journal.close().await();
        open();
    }

    Vertx vertx() {
        return vertx;
    }

    Path state() {
        return state;
    }

    MovableClock clock() {
        return clock;
    }

    MeterRegistry meters() {
        return meters;
    }

    Journal journal() {
        return journal;
    }

    List<Superseded> commit(Pages page) {
        return journal.commit(page.commit()).await();
    }

    List<OutboxRow> claim() {
        return journal.claim(Pages.ALL, clock.instant(), 100).await();
    }

    /** Claims the one row that must be due. */
    OutboxRow claimOne() {
        List<OutboxRow> rows = claim();
        if (rows.size() != 1) {
            throw new AssertionError("one row must be due, not " + rows);
        }
        return rows.getFirst();
    }

    int settle(Settlement... settlements) {
        return journal.settle(Arrays.asList(settlements)).await();
    }

    int acknowledge(OutboxRow row) {
        return settle(new Settlement.Acknowledged(row, SHIPPED, Optional.of(link(row))));
    }

    /** Who is tried again by itself. */
    Unshipped postponed(int limit) {
        return journal.unshipped(UnshippedObject.State.POSTPONED, limit).await();
    }

    /** Ships all that is due until nothing is. */
    void shipAll() {
        List<OutboxRow> rows = claim();
        while (!rows.isEmpty()) {
            rows.forEach(this::acknowledge);
            rows = claim();
        }
    }

    static Link link(OutboxRow row) {
        return new Link("account-" + row.objectGuid(), Map.of("userName", "digest"));
    }

    /** Runs a statement behind the journal's back. */
    void tamper(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
