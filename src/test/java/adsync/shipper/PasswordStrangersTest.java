package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.Filetime;
import adsync.journal.PasswordEnd;
import adsync.journal.ReceivedPassword;
import adsync.shipper.SidHolders.Holder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Of those who are none of ours nothing sealed is kept longer than it takes to know that. */
class PasswordStrangersTest extends PasswordLaneFixture {

    /** The event of a user is old enough for the directory to be asked, and it has answered. */
    private void awaitAsked(int times) {
        await().atMost(SOON).until(() -> asked.size() == times);
        awaitPostponed();
    }

    @Test
    void a_password_of_a_computer_is_dropped_as_soon_as_the_directory_says_what_it_is() {
        holders.put(sid(1), Holder.NO_PERSON);
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();

        clock.advance(Strangers.ASKED_AFTER);

        awaitEnd(PasswordEnd.OUT_OF_SCOPE);
        assertThat(asked).containsExactly(List.of(sid(1)));
    }

    @Test
    void a_password_of_somebody_who_is_not_selected_is_dropped_after_a_short_patience() {
        holders.put(sid(1), Holder.NOT_SELECTED);
        start();
        changed(1, "a", clock.instant());
        clock.advance(Strangers.ASKED_AFTER);
        awaitAsked(1);
        awaitCause("its user is not selected, but may be moved yet");
        pass(Strangers.MAY_BE_MOVED_WITHIN.minusMinutes(3));
        awaitPostponed();
        assertThat(waiting()).isEqualTo(1);

        pass(Strangers.ASKED_AGAIN_AFTER.plusMinutes(3));

        awaitEnd(PasswordEnd.OUT_OF_SCOPE);
    }

    @Test
    void a_password_of_somebody_who_is_not_new_and_not_selected_is_dropped_as_soon_as_the_directory_says_so() {
        holders.put(sid(1), Holder.NOT_SELECTED);
        creations.put(sid(1), clock.instant().minus(Strangers.MAY_BE_MOVED_WITHIN));
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();

        clock.advance(Strangers.ASKED_AFTER);

        awaitEnd(PasswordEnd.OUT_OF_SCOPE);
        assertThat(asked).containsExactly(List.of(sid(1)));
    }

    @Test
    void what_was_said_of_somebody_before_a_password_came_does_not_end_it() {
        holders.put(sid(1), Holder.NOT_SELECTED);
        creations.put(sid(1), clock.instant().minus(Duration.ofDays(300)));
        start();
        changed(1, "a", clock.instant());
        clock.advance(Strangers.ASKED_AFTER);
        awaitEnd(PasswordEnd.OUT_OF_SCOPE);

        holders.put(sid(1), Holder.SELECTED); // moved meanwhile
        clock.advance(Duration.ofSeconds(1));
        changed(1, "b", clock.instant());
        awaitPostponed();
        assertThat(waiting()).isEqualTo(1);
        clock.advance(Strangers.ASKED_AFTER);
        awaitAsked(2);

        awaitCause("its user is selected, but not read yet");
    }

    /** Until the event was looked at again with the answer. */
    private void awaitCause(String cause) {
        clock.advance(Duration.ofMinutes(1));
        await().atMost(SOON)
                .until(() ->
                        journal.passwords().open(1).await().getFirst().cause().equals(cause));
    }

    @Test
    void a_user_who_is_moved_into_a_root_after_the_creation_gets_the_first_password() {
        holders.put(sid(1), Holder.NOT_SELECTED);
        creations.put(sid(1), clock.instant());
        start();
        changed(1, "a", clock.instant());
        clock.advance(Strangers.ASKED_AFTER);
        awaitAsked(1);
        awaitCause("its user is not selected, but may be moved yet");

        pass(Duration.ofMinutes(9));
        hiredWith(1, Filetime.of(clock.instant().minus(Duration.ofMinutes(10))));
        ship(provider);
        created(1);

        awaitPassword("id-1", "sealed-a");
    }

    @Test
    void a_user_who_is_selected_but_not_read_yet_is_waited_for() {
        holders.put(sid(1), Holder.SELECTED);
        start();
        changed(1, "a", clock.instant());
        clock.advance(Strangers.ASKED_AFTER);
        awaitAsked(1);
        awaitCause("its user is selected, but not read yet");

        pass(Duration.ofHours(1));
        awaitPostponed();

        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void a_directory_that_cannot_be_asked_ends_nothing_and_is_asked_again_after_some_minutes() {
        directory = Future.failedFuture("away");
        holders.put(sid(1), Holder.NO_PERSON);
        start();
        changed(1, "a", clock.instant());
        clock.advance(Duration.ofMinutes(1));
        awaitAsked(1);
        clock.advance(Duration.ofMinutes(2));
        awaitPostponed();
        assertThat(asked).hasSize(1);
        assertThat(waiting()).isEqualTo(1);

        directory = Future.succeededFuture();
        clock.advance(Duration.ofMinutes(3));

        awaitEnd(PasswordEnd.OUT_OF_SCOPE);
    }

    @Test
    void a_directory_that_does_not_answer_holds_up_nobody() {
        account(2, clock.instant().plus(Duration.ofMinutes(1)));
        Promise<Void> answer = Promise.promise();
        directory = answer.future();
        holders.put(sid(1), Holder.NO_PERSON);
        start();
        changed(1, "a", clock.instant());
        changed(3, "c", clock.instant());
        clock.advance(Duration.ofMinutes(1));
        await().atMost(SOON).until(() -> asked.size() == 1);

        changed(2, "b", clock.instant());

        awaitPassword("id-1", "sealed-b");
        assertThat(asked).hasSize(1);
        answer.complete();
        await().atMost(SOON).until(() -> ended(PasswordEnd.OUT_OF_SCOPE) == 1);
        assertThat(waiting()).isEqualTo(1);
    }

    @Test
    void many_are_asked_for_some_at_once() {
        int many = Strangers.AT_ONCE + 20;
        List<ReceivedPassword> events = new ArrayList<>();
        for (int number = 1; number <= many; number++) {
            holders.put(sid(number), Holder.NO_PERSON);
            events.add(new ReceivedPassword("e" + number, sid(number), Filetime.of(clock.instant()), "sealed", null));
        }
        receive(events);
        start();

        clock.advance(Duration.ofMinutes(1));

        await().atMost(SOON).until(() -> ended(PasswordEnd.OUT_OF_SCOPE) == many);
        assertThat(asked).allSatisfy(sids -> assertThat(sids).hasSizeLessThanOrEqualTo(Strangers.AT_ONCE));
        assertThat(asked.stream().flatMap(List::stream)).doesNotHaveDuplicates();
    }

    @Test
    void of_who_was_hired_just_now_nobody_is_asked() {
        start();
        changed(1, "a", clock.instant());
        awaitPostponed();
        hiredWith(1, Filetime.of(clock.instant()));
        ship(provider);
        created(1);

        awaitPassword("id-1", "sealed-a");
        assertThat(asked).isEmpty();
    }
}
