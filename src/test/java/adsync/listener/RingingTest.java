package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException.Reason;
import adsync.journal.Answer;
import adsync.journal.ChangeSettled;
import adsync.journal.Link;
import adsync.journal.Partition;
import adsync.journal.Settlement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the directory is looked at when the bell rings, and what becomes of one that cannot be registered. */
class RingingTest extends ListenerFixture {

    private static final int RINGS = 500;

    /** Between one drain and the next. */
    private static final long APART_MILLISECONDS = 10;

    /** More than there is time for: the first, the last, and what a busy machine starts too late and too soon. */
    private static final int FEW_DRAINS = 4;

    @BeforeEach
    void onlyTheBell() {
        poll(Duration.ofHours(2));
    }

    @Test
    void five_hundred_rings_in_a_second_are_a_few_drains() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        long before = domain().count("page");
        long begun = System.nanoTime();

        for (int ring = 0; ring < RINGS; ring++) {
            domain().set(ada, "title", "Title " + ring);
            domain().ring();
        }
        eventually(() -> shadow(ada).orElseThrow().image().values("title").contains("Title " + (RINGS - 1)));

        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertThat(domain().count("page") - before).isBetween(1L, took / APART_MILLISECONDS + FEW_DRAINS);
    }

    @Test
    void rings_while_a_drain_goes_on_are_followed_by_exactly_one_more() {
        startAndFollow();
        long before = domain().count("page");
        var first = new AtomicBoolean(true);
        var meanwhile = new AtomicReference<ObjectGuid>();
        domain().before(call -> {
            if (call.equals("read") && first.getAndSet(false)) { // the page has been read already
                meanwhile.set(domain().user("bob", domain().root()));
                domain().ring();
                domain().ring();
                domain().ring();
            }
        });

        ObjectGuid ada = domain().user("ada", domain().root());
        domain().ring();
        eventually(() -> present(ada) && meanwhile.get() != null && present(meanwhile.get()));
        assertThat(domain().count("page") - before).isEqualTo(2);
        ObjectGuid cyd = domain().user("cyd", domain().root());
        domain().ring();
        eventually(() -> present(cyd));

        assertThat(domain().count("page") - before).isEqualTo(3);
    }

    @Test
    void a_bell_that_the_server_has_no_room_for_is_tried_again_later_and_the_directory_is_polled() {
        poll(Duration.ofMillis(50));
        domain().failing("bell", Reason.UNREACHABLE, "admin limit exceeded");
        startAndFollow();

        ObjectGuid ada = domain().user("ada", domain().root());
        eventually(() -> present(ada));
        rounds(3);
        assertThat(domain().count("bell")).as("not in a loop").isEqualTo(1);
        domain().before(call -> {});
        clock().advance(Duration.ofSeconds(31));

        eventually(() -> meter("adsync.listener.bell.active") == 1);
        assertThat(domain().count("bell")).isEqualTo(2);
    }

    @Test
    void what_follows_a_change_is_found_before_the_bell_rings_for_it_and_the_bell_is_not_to_blame() {
        startAndFollow();
        ObjectGuid first = domain().user("first", domain().root());
        domain().ring();
        eventually(() -> present(first));

        for (int late = 0; late < 8; late++) {
            ObjectGuid next = domain().user("late" + late, domain().root());
            eventually(() -> present(next));
        }

        assertThat(domain().count("bell")).isEqualTo(1);
        assertThat(meters().get("adsync.listener.bell.unannounced").counter().count())
                .isZero();
    }

    @Test
    void when_nothing_follows_a_change_the_directory_is_left_alone() {
        startAndFollow();
        ObjectGuid ada = domain().user("ada", domain().root());
        domain().ring();
        eventually(() -> present(ada));
        rounds(0); // the look that finds nothing

        long asked = domain().count("usn");

        await().during(Duration.ofMillis(1200))
                .atMost(Duration.ofSeconds(5))
                .until(() -> domain().count("usn") == asked);
    }

    @Test
    void what_leaves_the_recycle_bin_is_no_change() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        shipKeepingAccounts();
        domain().delete(ada);
        domain().ring();
        eventually(() -> kinds(ada).contains("deleted"));
        shipKeepingAccounts();
        long before = domain().count("page");

        domain().delete(ada); // touched as deleted a second time
        ObjectGuid bob = domain().user("bob", domain().root());
        domain().ring();
        eventually(() -> present(bob));

        assertThat(domain().count("page")).isGreaterThan(before);
        assertThat(kinds(ada)).containsExactly("created", "deleted");
        assertThat(shipKeepingAccounts()).isEqualTo(1);
        assertThat(shadow(ada)).isPresent();
    }

    /** As a provider whose accounts are disabled; returns how many it was told of. */
    private int shipKeepingAccounts() {
        var rows = journal().claim(new Partition(0, 1), clock().instant(), 100).await();
        journal()
                .settle(rows.stream()
                        .<Settlement>map(row -> new Settlement.Acknowledged(
                                row,
                                new Answer(ChangeSettled.Outcome.SHIPPED, 204, ""),
                                Optional.of(new Link(row.objectGuid().toString(), Map.of()))))
                        .toList())
                .await();
        return rows.size();
    }
}
