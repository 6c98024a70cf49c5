package adsync.journal;

import static adsync.journal.Pages.CONTEXT;
import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.ROOT;
import static adsync.journal.Pages.checkpoint;
import static adsync.journal.Pages.guid;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.ChangeKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that an older version of this program wrote is opened with all that is in it. */
class SchemaTest {

    private static final String ROWS = """
            INSERT INTO invocation (id, invocation_id) VALUES (1, '00000000-0000-0007-0000-000000000007');
            INSERT INTO container (id, guid, parent, rdn, removed)
              VALUES (1, x'00000000000000010000000000000001', NULL, 'OU=Company,DC=example,DC=com', FALSE);
            INSERT INTO object (id, guid, container, rdn, usn, invocation, presence, epoch) VALUES
              (1, x'000000000000000A000000000000000A', 1, 'CN=Shipped', 11, 1, 'PRESENT', 1),
              (2, x'000000000000000B000000000000000B', 1, 'CN=Parked', 12, 1, 'PRESENT', 1),
              (3, x'000000000000000C000000000000000C', 1, 'CN=Left', 13, 1, 'LEFT', 1),
              (4, x'000000000000000D000000000000000D', 1, 'CN=Changed', 14, 1, 'PRESENT', 1);
            INSERT INTO image (object, attributes) VALUES
              (1, '{"primaryGroupID":["1105"],"title":["Engineer"]}'), (2, '{}'), (3, '{"primaryGroupID":["513"]}'), (4, '{}');
            INSERT INTO link (object, provider_id, acknowledged) VALUES
              (1, 'one', '{"userName":"digest"}'), (3, 'three', '{}'), (4, 'four', '{}');
            INSERT INTO outbox (object, slot, version, priority, awaits, not_before, attempts, claimed, fate_unknown, parked,
              cause, kind, correlation, dc, usn, seen_at, first_seen_at) VALUES
              (2, 0, 5, 1, FALSE, 0, 0, 0, FALSE, TRUE, 'no mail', 'CREATED', 'c2', 'dc1', 12, 1, 1),
              (3, 0, 6, 0, FALSE, 0, 0, 0, FALSE, FALSE, NULL, 'LEFT_SCOPE', 'c3', 'dc1', 13, 2, 2),
              (4, 0, 7, 1, FALSE, 0, 2, 7, TRUE, FALSE, NULL, 'UPDATED', 'c4', 'dc1', 14, 3, 3);
            INSERT INTO meta (name, value) VALUES ('provider_held_accounts', 'true');
            PRAGMA user_version = 1;
            """;

    @TempDir
    private Path state;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    private void writeFirstVersion() throws SQLException {
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db")))) {
            session.script(Schema.script(1));
            new Checkpoints(session).put(checkpoint(1, Pages.DATABASE));
            session.script(ROWS);
        }
    }

    @Test
    void groups_that_an_older_version_was_reading_are_to_be_read_again() throws SQLException {
        Checkpoint enumerating = Pages.page().enumerating().commit().checkpoint();
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db")))) {
            for (int version = 1; version <= 8; version++) {
                session.script(Schema.script(version));
            }
            new Checkpoints(session).put(enumerating);
            long namingContext = new NamingContexts(session).put(CONTEXT);
            session.run(
                    "INSERT INTO tracked_group (guid, naming_context, dn, usn, rid, epoch, reading)"
                            + " VALUES (?, ?, 'CN=Mail', 1, 0, 1, 7)",
                    guid(50),
                    namingContext);
            session.script("PRAGMA user_version = 8");
        }

        Journal journal = open();

        assertThat(journal.groups().unread(CONTEXT.guid()).await()).containsExactly(guid(50));
        journal.close().await();
    }

    private Journal open() {
        return Journals.open(vertx, state, new MovableClock(NOON), new SimpleMeterRegistry())
                .await();
    }

    @Test
    void a_store_of_the_first_version_keeps_its_rows() throws SQLException {
        writeFirstVersion();

        Journal journal = open();

        assertThat(journal.checkpoint(CONTEXT.guid()).await()).contains(checkpoint(1, Pages.DATABASE));
        assertThat(journal.providerHeldAccounts().await()).contains(true);
        assertThat(journal.containers(List.of(ROOT)).await()).hasSize(1);
        assertThat(journal.shadows(List.of(guid(10), guid(11), guid(12), guid(13)))
                        .await())
                .hasSize(4);
        assertThat(journal.statistics().await())
                .isEqualTo(new JournalStatistics(3, 2, 1, 0, 3, Optional.of(Row.instant(2)), ""));
        assertThat(journal.parked(10).await())
                .extracting(UnshippedObject::cause)
                .containsExactly("no mail");
        List<OutboxRow> rows = journal.claim(Pages.ALL, NOON, 10).await();
        assertThat(rows).extracting(OutboxRow::kind).containsExactly(ChangeKind.LEFT_SCOPE, ChangeKind.UPDATED);
        assertThat(rows.get(0).link()).contains(new Link("three", Map.of()));
        assertThat(rows.get(0).goneSince()).isPresent();
        assertThat(rows.get(1).claimedBefore()).isTrue();
        assertThat(rows.get(1).attempts()).isEqualTo(2);
        assertThat(rows.get(1).goneSince()).isEmpty();
        journal.close().await();
    }

    @Test
    void what_was_rejected_before_there_was_a_mark_for_it_is_marked() throws SQLException {
        writeFirstVersion();
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db")))) {
            session.script("UPDATE outbox SET cause = 'rejected: hold 3' WHERE object = 2");
        }
        Journal journal = open();

        assertThat(journal.releaseParked().await()).isZero();

        assertThat(journal.parked(10).await()).hasSize(1);
        journal.close().await();
    }

    @Test
    void objects_of_the_first_version_belong_to_its_naming_context_and_their_primary_groups() throws SQLException {
        writeFirstVersion();
        Journal journal = open();

        journal.commit(Pages.page().groups(GroupsTest.known(20, 1105)).commit()).await();

        assertThat(journal.unseen(CONTEXT.guid(), 2, null, 10).await()).containsExactly(guid(10), guid(11), guid(13));
        assertThat(journal.unseen(guid(99), 2, null, 10).await()).isEmpty();
        assertThat(journal.regroups(10).await())
                .extracting(shadow -> shadow.image().objectGuid())
                .containsExactly(guid(10));
        journal.close().await();
    }

    @Test
    void passwords_of_accounts_that_are_gone_are_forgotten() throws SQLException {
        writeFirstVersion();
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db")))) {
            for (int version = 2; version <= 7; version++) {
                session.script(Schema.script(version));
            }
            session.script("""
                    UPDATE image SET attributes = '{"objectSid":["S-1-5-21-1"]}' WHERE object = 1;
                    INSERT INTO password_sent (sid, filetime, acknowledged_at) VALUES ('S-1-5-21-1', 1, 1), ('S-1-5-21-2', 1, 1);
                    PRAGMA user_version = 7;
                    """);
        }

        open().close().await();

        try (Session session = Store.reader(state.resolve("journal.db"))) {
            assertThat(session.list("SELECT object FROM password_sent", row -> row.number("object")))
                    .containsExactly(1L);
        }
    }

    @Test
    void how_long_a_password_waited_before_that_was_counted_is_since_it_came() throws SQLException {
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db")))) {
            for (int version = 1; version <= 16; version++) {
                session.script(Schema.script(version));
            }
            session.run(
                    "INSERT INTO password_event (controller, event_id, sid, filetime, received_at, not_before, attempts, sealed)"
                            + " VALUES (1, 'a', 'S-1-5-21-1', 1, ?, 0, 0, 'sealed')",
                    NOON.minusSeconds(90));
            session.script("PRAGMA user_version = 16");
        }

        Journal journal = open();

        assertThat(journal.passwords().claim(NOON, 10).await())
                .singleElement()
                .satisfies(one -> assertThat(one.waited()).hasSeconds(90));
        journal.close().await();
    }

    @Test
    void what_the_guard_knew_before_amounts_were_counted_counts_as_one() throws SQLException {
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db")))) {
            for (int version = 1; version <= 10; version++) {
                session.script(Schema.script(version));
            }
            session.script("""
                    INSERT INTO hold (id, kind, opened_at, objects, most, state) VALUES (1, 'DELETE', 1, 0, 0, 'OPEN');
                    INSERT INTO hazard (object, kind, state, since, hold) VALUES
                      (x'0A', 'DELETE', 'HELD', 1, 1), (x'0A', 'RENAME', 'HELD', 1, 1), (x'0B', 'DELETE', 'HELD', 1, 1);
                    PRAGMA user_version = 10;
                    """);
        }

        Journal journal = open();

        assertThat(journal.holds().await())
                .singleElement()
                .satisfies(hold -> assertThat(hold.objects()).isEqualTo(2));
        journal.close().await();
    }

    @Test
    void what_an_older_version_held_is_as_much_as_has_joined_it_and_of_the_root_that_is_deleted() throws SQLException {
        try (Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + state.resolve("journal.db")))) {
            for (int version = 1; version <= 13; version++) {
                session.script(Schema.script(version));
            }
            session.run(
                    "INSERT INTO container (id, guid, parent, rdn, removed) VALUES (1, ?, NULL, 'OU=Old', TRUE)", ROOT);
            session.run("INSERT INTO deleted_root (guid, approved) VALUES (?, FALSE)", ROOT);
            session.script("""
                    INSERT INTO object (id, guid, container, rdn, usn, invocation, presence, epoch)
                      SELECT 1, x'0C', 1, 'CN=c', 1, 0, 'DELETED', 0;
                    INSERT INTO hold (id, kind, opened_at, objects, most, state) VALUES
                      (1, 'DELETE', 1, 7, 0, 'APPROVED'), (2, 'MEMBER_REMOVAL', 1, 0, 0, 'OPEN'), (3, 'ROOT_DELETED', 1, 0, 0, 'OPEN');
                    INSERT INTO hazard (object, kind, state, since, hold, amount) VALUES
                      (x'0A', 'MEMBER_REMOVAL', 'HELD', 1, 2, 5), (x'0B', 'MEMBER_REMOVAL', 'HELD', 1, 2, 3),
                      (x'0C', 'ROOT_DELETED', 'HELD', 1, 3, 1);
                    PRAGMA user_version = 13;
                    """);
        }

        Journal journal = open();

        assertThat(journal.holds().await())
                .extracting(Hold::id, Hold::joined, Hold::root)
                .containsExactly(
                        tuple(3L, 1L, Optional.of("OU=Old")),
                        tuple(2L, 8L, Optional.empty()),
                        tuple(1L, 7L, Optional.empty()));
        journal.close().await();
    }

    @Test
    void an_older_change_that_is_shipped_now_is_audited_without_what_was_not_kept() throws SQLException {
        writeFirstVersion();
        Journal journal = open();
        OutboxRow left = journal.claim(Pages.ALL, NOON, 1).await().getFirst();

        journal.settle(List.of(new Settlement.Acknowledged(left, Pages.SHIPPED, left.link())))
                .await();

        assertThat(journal.audit(0, 10).await()).singleElement().satisfies(record -> {
            assertThat(record.kind()).isEqualTo(ChangeKind.LEFT_SCOPE.word());
            assertThat(record.deltas()).isEmpty();
            assertThat(record.origin().whenChanged()).isNull();
        });
        journal.close().await();
    }
}
