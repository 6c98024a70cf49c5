package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.journal.Checkpoint.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of known users that an enumeration did not meet. */
class SweepTest extends ListenerFixture {

    @Test
    void users_deleted_or_moved_out_while_we_were_away_too_long_are_found_gone() {
        domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        ObjectGuid cyd = domain().user("cyd", domain().root());
        startAndFollow();
        stop();
        domain().delete(bob);
        domain().move(cyd, domain().head());

        awayTooLong();

        eventually(() -> kinds(bob).contains("deleted"));
        eventually(() -> kinds(cyd).contains("left_scope"));
        eventually(this::following);
    }

    @Test
    void a_user_that_expired_without_a_trace_is_gone_if_tombstones_may_be_purged_and_its_container_shows_others() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid temp = domain().user("temp", domain().root());
        startAndFollow();
        stop();
        domain().expunge(temp);

        awayBeyondTombstones();

        eventually(() -> kinds(temp).contains("deleted"));
        eventually(this::following);
        assertThat(present(ada)).isTrue();
        assertThat(meter("adsync.listener.unconfirmed")).isZero();
    }

    @Test
    void a_user_that_is_hidden_altogether_stays_and_is_named_though_its_container_shows_others() {
        List.of("ada", "dan", "eve").forEach(name -> domain().user(name, domain().root()));
        ObjectGuid bob = domain().user("bob", domain().root());
        startAndFollow();
        stop();
        domain().hide(bob, true);

        awayTooLong();

        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        eventually(() -> status().cause().contains("CN=bob"));
        assertThat(status().cause()).contains("give the account the right");
        assertThat(kinds(bob)).containsExactly("created");
        assertThat(checkpoint().orElseThrow().phase()).isEqualTo(Phase.SWEEPING);
    }

    @Test
    void a_user_that_is_hidden_when_a_person_asks_for_a_reconcile_stays_and_is_gone_with_a_tombstone_only() {
        List.of("ada", "dan", "eve").forEach(name -> domain().user(name, domain().root()));
        ObjectGuid bob = domain().user("bob", domain().root());
        startAndFollow();
        domain().hide(bob, true);

        reconcile();
        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        assertThat(kinds(bob)).containsExactly("created");

        domain().hide(bob, false);
        domain().delete(bob);
        domain().ring();
        eventually(() -> kinds(bob).contains("deleted"));
        clock().advance(Duration.ofHours(1));
        eventually(this::following);
        assertThat(meter("adsync.listener.unconfirmed")).isZero();
    }

    @Test
    void what_may_have_gone_without_a_trace_may_still_when_another_enumeration_comes_before_the_end_of_the_first() {
        List.of("ada", "dan", "eve").forEach(name -> domain().user(name, domain().root()));
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        stop();
        List.of(sales, bob).forEach(hidden -> domain().hide(hidden, true));
        awayBeyondTombstones();
        eventually(() -> meter("adsync.listener.unconfirmed") == 1);

        domain().hide(sales, false);
        domain().user("flo", sales);
        reconcile();

        eventually(() -> kinds(bob).contains("deleted"));
        eventually(this::following);
    }

    @Test
    void what_may_have_gone_without_a_trace_may_no_more_once_all_were_accounted_for() {
        List.of("ada", "dan", "eve").forEach(name -> domain().user(name, domain().root()));
        ObjectGuid bob = domain().user("bob", domain().root());
        startAndFollow();
        stop();
        awayBeyondTombstones();
        eventually(this::following);
        domain().hide(bob, true);

        reconcile();

        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        assertThat(kinds(bob)).containsExactly("created");
    }

    @Test
    void a_user_of_whom_only_the_name_may_be_read_stays_and_is_named_though_its_container_shows_others() {
        List.of("ada", "dan", "eve").forEach(name -> domain().user(name, domain().root()));
        ObjectGuid bob = domain().user("bob", domain().root());
        startAndFollow();
        stop();
        domain().nameOnly(bob, true);

        awayTooLong();

        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        assertThat(kinds(bob)).containsExactly("created");
        assertThat(checkpoint().orElseThrow().phase()).isEqualTo(Phase.SWEEPING);
    }

    @Test
    void users_of_a_subtree_that_we_may_not_read_any_more_stay_and_are_named() {
        List.of("ada", "dan", "eve").forEach(name -> domain().user(name, domain().root()));
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        ObjectGuid cyd = domain().user("cyd", sales);
        startAndFollow();
        stop();
        List.of(sales, bob, cyd).forEach(hidden -> domain().hide(hidden, true));

        awayTooLong();
        eventually(() -> meter("adsync.listener.unconfirmed") == 2);

        assertThat(present(bob)).isTrue();
        assertThat(present(cyd)).isTrue();
        assertThat(status().cause()).contains(",OU=Sales").contains("give the account the right");
        assertThat(checkpoint().orElseThrow().phase()).isEqualTo(Phase.SWEEPING);
        assertThat(kinds(bob)).containsExactly("created");
    }

    @Test
    void users_in_doubt_are_looked_for_again_and_followed_when_they_are_found() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        stop();
        List.of(sales, bob).forEach(hidden -> domain().hide(hidden, true));
        awayTooLong();
        eventually(() -> meter("adsync.listener.unconfirmed") == 1);

        List.of(sales, bob).forEach(hidden -> domain().hide(hidden, false));
        rounds(2);
        clock().advance(Duration.ofHours(1));

        eventually(this::following);
        eventually(() -> status().cause().isEmpty());
        assertThat(meter("adsync.listener.unconfirmed")).isZero();
        assertThat(kinds(bob)).containsExactly("created");
    }

    @Test
    void a_user_whose_siblings_were_not_seen_either_is_not_taken_for_gone() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        stop();
        domain().hide(bob, true);

        awayTooLong();

        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        assertThat(present(bob)).isTrue();
    }

    @Test
    void an_enumeration_that_meets_nobody_removes_nobody_and_is_made_again() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        startAndFollow();
        stop();
        domain().hide(ada, true);
        domain().hide(bob, true);
        awayTooLong();
        eventually(() -> status().cause().contains("met no user at all"));
        assertThat(meter("adsync.listener.sweep.refused")).isEqualTo(1);

        domain().hide(ada, false);
        domain().hide(bob, false);
        rounds(2);
        clock().advance(Duration.ofHours(1));

        eventually(this::following);
        eventually(() -> status().cause().isEmpty());
        assertThat(meter("adsync.listener.sweep.refused")).isZero();
        assertThat(kinds(ada)).containsExactly("created");
    }

    @Test
    void an_enumeration_that_meets_nobody_is_believed_once_each_of_them_has_a_tombstone() {
        List<ObjectGuid> many = many();
        startAndFollow();
        stop();
        many.forEach(domain()::delete);
        ObjectGuid last = many.getLast();
        domain().hide(last, true);
        awayBeyondTombstones();
        eventually(
                () -> status().cause().contains("30 are known, and not all of them have tombstones; none was removed"));
        assertThat(many).allMatch(this::present);

        domain().hide(last, false);
        rounds(2);
        clock().advance(Duration.ofHours(1));

        eventually(() -> many.stream().allMatch(user -> kinds(user).contains("deleted")));
        eventually(this::following);
        eventually(() -> status().cause().isEmpty());
    }

    @Test
    void an_enumeration_that_meets_nobody_takes_nobody_for_moved_out() {
        List<ObjectGuid> users = List.of(domain().user("ada", domain().root()), domain().user("bob", domain().root()));
        startAndFollow();
        stop();
        domain().move(users.getFirst(), domain().head());
        domain().delete(users.getLast());

        awayTooLong();

        eventually(() -> status().cause().contains("met no user at all"));
        assertThat(users).allMatch(this::present);
    }

    @Test
    void what_a_tombstone_proves_is_gone_however_many_there_are() {
        domain().user("ada", domain().root());
        List<ObjectGuid> many = many();
        startAndFollow();
        stop();
        many.forEach(domain()::delete);

        awayTooLong();

        eventually(() -> many.stream().allMatch(user -> kinds(user).contains("deleted")));
        eventually(this::following);
        assertThat(status().cause()).isEmpty();
    }

    @Test
    void of_too_many_that_are_nowhere_none_is_gone_but_a_tombstone_among_them_is() {
        domain().user("ada", domain().root());
        List<ObjectGuid> many = many();
        ObjectGuid bob = domain().user("bob", domain().root());
        startAndFollow();
        stop();
        many.forEach(user -> domain().hide(user, true));
        domain().delete(bob);

        awayTooLong();

        eventually(() -> kinds(bob).contains("deleted"));
        eventually(() -> status().cause().contains("30 of 32 known users, more than 16,"));
        assertThat(many).allMatch(this::present);
    }

    @Test
    void a_refused_sweep_is_made_again_after_a_restart_and_changes_are_followed_meanwhile() {
        ObjectGuid ada = domain().user("ada", domain().root());
        List<ObjectGuid> many = many();
        startAndFollow();
        stop();
        many.forEach(user -> domain().hide(user, true));
        awayTooLong();
        eventually(() -> status().cause().contains("30 of 31 known users, more than 15,"));

        domain().set(ada, "title", "Director");
        domain().ring();
        eventually(() -> kinds(ada).contains("updated"));
        assertThat(checkpoint().orElseThrow().phase()).isEqualTo(Phase.SWEEPING);
        restart();

        eventually(() -> status().cause().contains("30 of 31 known users, more than 15,"));
        assertThat(many).allMatch(this::present);
    }

    @Test
    void a_refused_sweep_ends_well_once_the_users_are_readable_again() {
        domain().user("ada", domain().root());
        List<ObjectGuid> many = many();
        startAndFollow();
        stop();
        many.forEach(user -> domain().hide(user, true));
        awayTooLong();
        eventually(() -> status().cause().contains("30 of 31 known users, more than 15,"));

        many.forEach(user -> domain().hide(user, false));
        rounds(2);
        clock().advance(Duration.ofHours(1));

        eventually(this::following);
        eventually(() -> status().cause().isEmpty());
        assertThat(many).allMatch(this::present);
    }

    @Test
    void users_below_a_container_that_went_where_we_may_not_look_stay_in_doubt() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().root());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();
        domain().before(call -> {
            if (call.equals("locate")) {
                domain().hide(bob, true);
            }
        });

        domain().move(sales, domain().head());
        domain().ring();
        eventually(() -> meter("adsync.listener.unconfirmed") == 1);
        assertThat(present(bob)).isTrue();

        domain().before(call -> {});
        domain().hide(bob, false);
        rounds(2);
        clock().advance(Duration.ofHours(1));
        eventually(() -> kinds(bob).contains("left_scope"));
        eventually(() -> meter("adsync.listener.unconfirmed") == 0);
    }

    private List<ObjectGuid> many() {
        List<ObjectGuid> many = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            many.add(domain().user("user" + i, domain().root()));
        }
        return many;
    }

    /** Longer than a cookie is taken for good, but what was deleted meanwhile is still told. */
    private void awayTooLong() {
        away(Duration.ofDays(31));
    }

    private void awayBeyondTombstones() {
        away(Duration.ofDays(61));
    }

    private void away(Duration time) {
        clock().advance(time);
        start();
        eventually(() -> enumerations("away") > 0);
    }

    private void reconcile() {
        double before = enumerations("requested");
        journal().requestReconcile().await();
        vertx().eventBus().publish(ReconcileRequested.ADDRESS, new ReconcileRequested());
        eventually(() -> enumerations("requested") > before);
    }
}
