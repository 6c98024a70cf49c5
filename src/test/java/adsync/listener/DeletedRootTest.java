package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.journal.Answer;
import adsync.journal.ChangeSettled;
import adsync.journal.GuardRules;
import adsync.journal.Hazard;
import adsync.journal.HazardKind;
import adsync.journal.OutboxRow;
import adsync.journal.Partition;
import adsync.journal.Ruling;
import adsync.journal.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One of two selected roots is deleted, with its users. */
class DeletedRootTest extends ListenerFixture {

    private static final GuardRules UNGUARDED = new GuardRules(Map.of(), Duration.ofHours(1), Duration.ZERO);

    private ObjectGuid other;
    private ObjectGuid inner;
    private ObjectGuid ada;
    private ObjectGuid bob;
    private ObjectGuid cyd;

    @BeforeEach
    void twoRoots() {
        other = domain().container("OU=Students", domain().head());
        inner = domain().container("OU=Inner", other);
        alsoRoot("OU=Students," + MemoryDomain.HEAD);
        ada = domain().user("ada", domain().root());
        bob = domain().user("bob", other);
        cyd = domain().user("cyd", inner);
        startAndFollow();
        shipWithAccounts();
    }

    @Test
    void the_other_one_is_followed_and_nobody_goes_unasked() {
        deleteAll();
        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> kinds(ada).contains("updated"));
        assertHeld(bob, cyd);
        assertThat(status().cause()).contains("deleted in the directory: the selected root OU=Students");
        assertThat(enumerations("first")).isEqualTo(1);
        assertThat(domain().count("connect")).isEqualTo(1);
    }

    @Test
    void it_is_so_after_a_restart_and_if_it_happens_while_nobody_listens() {
        stop();
        deleteAll();
        startAndFollow();
        assertHeld(bob, cyd);

        stop();
        ObjectGuid dan = domain().user("dan", domain().root());
        startAndFollow();

        eventually(() -> present(dan));
        assertThat(status().cause()).contains("OU=Students");
        assertThat(domain().count("users")).isEqualTo(2);
    }

    @Test
    void it_is_so_when_no_tombstone_is_left_of_it() {
        deleteAll();
        domain().ring();
        assertHeld(bob, cyd);
        stop();
        domain().expunge(other);

        startAndFollow();

        ObjectGuid dan = domain().user("dan", domain().root());
        domain().ring();
        eventually(() -> present(dan));
    }

    @Test
    void users_whose_tombstones_come_before_that_of_the_root_are_held_too() {
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("locate") && once.compareAndSet(false, true)) {
                domain().delete(inner);
                domain().delete(other);
            }
        });

        domain().delete(bob);
        domain().delete(cyd);
        domain().ring();

        assertHeld(bob, cyd);
    }

    @Test
    void a_root_that_is_restored_goes_on_where_it_was() {
        deleteAll();
        domain().ring();
        assertHeld(bob, cyd);

        domain().restore(other);
        domain().restore(inner);
        domain().restore(bob);
        domain().restore(cyd);
        domain().set(bob, "title", "Director");
        domain().ring();

        eventually(() -> present(bob) && present(cyd));
        eventually(() -> status().cause().isEmpty());
        assertThat(journal().roots().deleted().await()).isEmpty();
        domain().delete(bob);
        domain().ring();
        eventually(() -> !present(bob));
        assertThat(rulings(claim())).isNotEmpty().containsOnly(new Ruling.Pass());
    }

    @Test
    void a_new_root_of_the_same_name_is_followed_and_those_of_the_old_one_wait() {
        stop();
        deleteAll();
        ObjectGuid successor = domain().container("OU=Students", domain().head());
        ObjectGuid eve = domain().user("eve", successor);

        startAndFollow();

        eventually(() -> present(eve));
        assertHeld(bob, cyd);
    }

    @Test
    void a_root_that_can_only_not_be_read_stops_the_reading() {
        domain().hide(other, true);
        domain().move(ada, domain().head());
        domain().ring();

        eventually(() -> status().cause().contains("can no longer be read"));
        assertThat(journal().roots().deleted().await()).isEmpty();
        assertThat(present(bob)).isTrue();
        assertThat(present(ada)).isTrue();
    }

    private void deleteAll() {
        domain().delete(bob);
        domain().delete(cyd);
        domain().delete(inner);
        domain().delete(other);
    }

    /** Whoever is withdrawn waits, although the guard has no limits. */
    private void assertHeld(ObjectGuid... users) {
        eventually(() -> List.of(users).stream().noneMatch(this::present));
        List<OutboxRow> rows = claim().stream()
                .filter(row -> Set.of(users).contains(row.objectGuid()))
                .toList();
        assertThat(rows).extracting(OutboxRow::objectGuid).containsExactlyInAnyOrder(users);
        List<Ruling> rulings = rulings(rows);
        for (int i = 0; i < rows.size(); i++) {
            Ruling.Held held = (Ruling.Held) rulings.get(i);
            assertThat(held.kind()).isEqualTo(HazardKind.ROOT_DELETED);
            Answer answer = new Answer(ChangeSettled.Outcome.HELD, 0, "held");
            journal()
                    .settle(List.of(new Settlement.Held(rows.get(i), answer, held.hold())))
                    .await();
        }
    }

    private List<OutboxRow> claim() {
        return journal().claim(new Partition(0, 1), clock().instant(), 100).await();
    }

    private List<Ruling> rulings(List<OutboxRow> rows) {
        List<Hazard> hazards = rows.stream()
                .map(row -> new Hazard(row, Set.of(HazardKind.DISABLE)))
                .toList();
        return journal().judge(hazards, UNGUARDED, clock().instant()).await();
    }
}
