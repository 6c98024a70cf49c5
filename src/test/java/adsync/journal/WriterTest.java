package adsync.journal;

import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.personIn;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many calls share a transaction, and none of them can spoil it for the others. */
class WriterTest extends JournalFixture {

    private static final int CALLS = 400;

    @BeforeEach
    void company() {
        commit(containers());
    }

    private long transactions() {
        return meters().get("adsync.journal.commit").timer().count();
    }

    @Test
    void calls_that_wait_share_a_transaction() {
        long before = transactions();

        List<Future<List<Superseded>>> calls = IntStream.range(0, CALLS)
                .mapToObj(number -> journal()
                        .commit(page().created("c" + number, person(100 + number))
                                .commit()))
                .toList();
        Future.all(calls).await();

        assertThat(transactions() - before).isBetween(1L, CALLS / 4L);
        assertThat(meters().get("adsync.journal.transaction.calls").summary().totalAmount())
                .isEqualTo(CALLS + 1.0);
        assertThat(journal().statistics().await().outbox()).isEqualTo(CALLS);
    }

    @Test
    void a_call_that_fails_fails_alone() {
        List<Future<List<Superseded>>> calls = new ArrayList<>();
        for (int number = 0; number < CALLS; number++) {
            Pages page = page().created("c" + number, person(100 + number));
            if (number % 10 == 0) {
                page.created("bad", personIn(guid(999_999), 10_000 + number));
            }
            calls.add(journal().commit(page.commit()));
        }
        Future.join(calls).otherwiseEmpty().await();

        for (int number = 0; number < CALLS; number++) {
            assertThat(calls.get(number).failed()).as("call " + number).isEqualTo(number % 10 == 0);
            boolean there =
                    !journal().shadows(List.of(guid(100 + number))).await().isEmpty();
            assertThat(there).as("object of call " + number).isEqualTo(number % 10 != 0);
        }
    }

    @Test
    void writes_are_done_in_the_order_of_the_calls() {
        List<Future<List<Superseded>>> calls = IntStream.range(0, CALLS)
                .mapToObj(number -> journal()
                        .commit(page().created("c" + number, person(10, "title", "" + number))
                                .commit()))
                .toList();
        Future.all(calls).await();

        assertThat(claimOne().shadow().image().values("title")).containsExactly("" + (CALLS - 1));
        for (int number = 1; number < CALLS; number++) {
            assertThat(calls.get(number).result())
                    .extracting(superseded -> superseded.correlationId().value())
                    .containsExactly("c" + (number - 1));
        }
    }

    @Test
    void claims_of_one_transaction_never_take_the_same_row() {
        Pages page = page();
        IntStream.range(100, 200).forEach(number -> page.created("c" + number, person(number)));
        commit(page);

        List<Future<List<OutboxRow>>> claims = IntStream.range(0, 20)
                .mapToObj(number -> journal().claim(Pages.ALL, NOON, 7))
                .toList();
        Future.all(claims).await();

        assertThat(claims.stream().flatMap(claim -> claim.result().stream()))
                .hasSize(100)
                .extracting(OutboxRow::objectGuid)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_shadow_is_read_as_soon_as_its_commit_is_reported() {
        for (int number = 100; number < 200; number++) {
            commit(page().created("c", person(number)));

            assertThat(journal().shadows(List.of(guid(number))).await()).hasSize(1);
        }
    }

    @Test
    void an_update_and_an_acknowledgement_that_cross_leave_the_newer_row() {
        for (int round = 0; round < 50; round++) {
            commit(page().created("c" + round, person(10, "title", "a" + round)));
            OutboxRow row = claimOne();

            var update = journal()
                    .commit(page().updated("u", person(10, "title", "b" + round))
                            .commit());
            var acknowledged =
                    journal().settle(List.of(new Settlement.Acknowledged(row, SHIPPED, Optional.of(link(row)))));
            Future.all(update, acknowledged).await();

            OutboxRow newer = claimOne();
            assertThat(newer.shadow().image().values("title")).containsExactly("b" + round);
            acknowledge(newer);
        }
    }
}
