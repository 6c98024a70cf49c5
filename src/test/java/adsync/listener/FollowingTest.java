package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.Endings;
import adsync.observe.HealthStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What the listener makes of what happens in the directory. */
class FollowingTest extends ListenerFixture {

    @Test
    void every_user_of_the_root_is_known_after_the_first_enumeration() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid eve = domain().user("eve", domain().head());

        startAndFollow();

        assertThat(present(ada)).isTrue();
        assertThat(shadow(eve)).isEmpty();
        assertThat(enumerations("first")).isEqualTo(1);
    }

    @Test
    void the_age_of_the_cookie_is_no_number_before_a_cycle_is_complete() {
        assertThat(meter("adsync.listener.cookie.age")).isNaN();

        startAndFollow();

        assertThat(meter("adsync.listener.cookie.age")).isNotNegative();
    }

    /** Of people whom it has passed already, when it reads on. */
    @Test
    void a_change_during_the_enumeration_is_found_by_the_first_drain() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        for (int other = 0; other < MemoryDirectory.USERS_A_PAGE; other++) {
            domain().user("other" + other, domain().root());
        }
        AtomicReference<ObjectGuid> cyd = new AtomicReference<>(domain().head());
        domain().before(call -> {
            if (call.equals("users") && domain().count("users") == 2) {
                domain().set(ada, "title", "Director");
                domain().delete(bob);
                cyd.set(domain().user("cyd", domain().root()));
            }
        });

        startAndFollow();

        eventually(() -> shadow(ada).orElseThrow().image().values("title").contains("Director"));
        eventually(() -> kinds(bob).equals(List.of("created", "deleted")));
        eventually(() -> present(cyd.get()));
        assertThat(enumerations("first")).isEqualTo(1);
    }

    @Test
    void whoever_moved_out_and_back_between_two_polls_has_not_changed() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        ship();

        domain().move(ada, domain().head());
        domain().move(ada, domain().root());
        ObjectGuid later = domain().user("later", domain().root());
        domain().ring();
        eventually(() -> present(later));

        assertThat(kinds(ada)).containsExactly("created");
        assertThat(journal().outboxSize().await()).as("the later one").isEqualTo(1);
    }

    @Test
    void an_empty_page_with_more_to_come_does_not_end_the_drain() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid secret = domain().user("secret", domain().head());
        startAndFollow();
        domain().pageSize(1);
        domain().hide(secret, true);

        domain().set(secret, "title", "none of our business");
        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> shadow(ada).orElseThrow().image().values("title").contains("Director"));
    }

    @Test
    void an_object_deleted_between_its_page_and_its_read_goes_with_its_tombstone() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("read") && once.compareAndSet(false, true)) {
                domain().delete(ada);
            }
        });

        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> !present(ada));
        assertThat(status().cause()).isEmpty();
    }

    @Test
    void what_lets_us_in_and_ends_soon_is_told_in_time() {
        Instant soon = clock().instant().plus(Duration.ofDays(13));
        Instant late = clock().instant().plus(Duration.ofDays(400));
        domain().endings(new Endings(Optional.of(late), Optional.of(soon)));
        startAndFollow();

        eventually(
                () -> status().cause().contains("the password of ADSync's account in the directory ends at " + soon));
        assertThat(status().state()).isEqualTo(HealthStatus.State.DEGRADED);
        assertThat(meter("adsync.directory.password.remaining")).isEqualTo(13.0 * 86_400);
        assertThat(meter("adsync.directory.certificate.remaining")).isEqualTo(400.0 * 86_400);

        domain().endings(new Endings(Optional.of(late), Optional.empty()));
        clock().advance(Duration.ofHours(1));
        domain().ring();

        eventually(() -> status().cause().isEmpty());
        assertThat(meter("adsync.directory.password.remaining")).isNaN();
    }

    @Test
    void a_new_session_may_be_with_another_certificate() {
        startAndFollow();
        eventually(() -> domain().count("endings") == 1);
        domain().failing("page", Reason.UNREACHABLE, "the connection broke");
        domain().user("bob", domain().root());
        domain().ring();
        eventually(() -> domain().count("page") > 1);

        domain().before(call -> {});
        clock().advance(Duration.ofSeconds(5));

        eventually(() -> domain().count("endings") == 2);
    }

    @Test
    void a_container_that_moves_in_brings_its_users_and_one_that_moves_out_takes_them() {
        domain().user("ada", domain().root());
        ObjectGuid sales = domain().container("OU=Sales", domain().head());
        ObjectGuid bob = domain().user("bob", sales);
        startAndFollow();

        domain().move(sales, domain().root());
        domain().ring();
        eventually(() -> present(bob));
        domain().move(sales, domain().head());
        domain().ring();
        eventually(() -> !present(bob));

        assertThat(kinds(bob)).first().isEqualTo("created");
    }

    @Test
    void the_root_is_followed_when_it_is_renamed() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();

        domain().rename(domain().root(), "OU=People");
        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> shadow(ada).orElseThrow().image().values("title").contains("Director"));
        assertThat(present(ada)).isTrue();
        eventually(() -> rootName().equals("OU=People," + MemoryDomain.HEAD));
    }

    @Test
    void the_root_is_followed_when_a_container_above_it_is_renamed() {
        ObjectGuid company = domain().container("OU=Company", domain().head());
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        domain().move(domain().root(), company);
        domain().ring();
        eventually(() -> rootName().equals("OU=Staff,OU=Company," + MemoryDomain.HEAD));

        domain().rename(company, "OU=Holding");
        domain().ring();

        eventually(() -> rootName().equals("OU=Staff,OU=Holding," + MemoryDomain.HEAD));
        assertThat(kinds(ada)).containsExactly("created");
    }

    @Test
    void a_root_renamed_while_we_were_away_is_found_again() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        stop();
        domain().rename(domain().root(), "OU=People");

        startAndFollow();
        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> shadow(ada).orElseThrow().image().values("title").contains("Director"));
        eventually(() -> rootName().equals("OU=People," + MemoryDomain.HEAD));
        eventually(() -> kinds(ada).equals(List.of("created", "updated"))); // told once it is durable
    }

    @Test
    void a_user_read_just_after_the_root_was_renamed_has_not_left() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("read") && once.compareAndSet(false, true)) {
                domain().rename(domain().root(), "OU=People");
            }
        });

        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> shadow(ada).orElseThrow().image().values("title").contains("Director"));
        rounds(3);
        assertThat(kinds(ada)).containsExactly("created", "updated");
    }

    @Test
    void nothing_is_removed_unasked_while_the_root_is_deleted() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();

        domain().delete(ada);
        domain().delete(domain().root());
        domain().ring();

        eventually(() -> status().cause().contains("deleted in the directory: the selected root OU=Staff"));
        eventually(() -> !present(ada));
        assertThat(journal().roots().deleted().await()).containsExactly(domain().root()); // which the guard heeds
        domain().restore(domain().root());
        domain().restore(ada);
        domain().ring();
        eventually(() -> present(ada) && status().cause().isEmpty());
    }

    @Test
    void a_service_starts_although_its_only_root_is_deleted() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        stop();
        domain().delete(ada);
        domain().delete(domain().root());

        startAndFollow();
        eventually(() -> !present(ada));
        assertThat(journal().roots().deleted().await()).containsExactly(domain().root());

        domain().restore(domain().root());
        domain().restore(ada);
        domain().ring();
        eventually(() -> present(ada) && status().cause().isEmpty());
    }

    @Test
    void a_change_counts_from_the_ring_or_from_the_question() {
        ObjectGuid ada = domain().user("ada", domain().root());
        startAndFollow();
        AtomicBoolean once = new AtomicBoolean();
        domain().before(call -> {
            if (call.equals("page") && once.compareAndSet(false, true)) {
                clock().advance(Duration.ofSeconds(2));
            }
        });
        Instant changed = clock().instant();

        domain().set(ada, "title", "Director");
        domain().ring();

        eventually(() -> kinds(ada).contains("updated"));
        assertThat(changes().getLast().origin().seenAt()).isEqualTo(changed);
    }

    @Test
    void one_unreadable_container_keeps_out_its_users_only() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid locked = domain().container("OU=Locked", domain().root());
        ObjectGuid inner = domain().container("OU=Inner", locked);
        ObjectGuid bob = domain().user("bob", locked);
        ObjectGuid cyd = domain().user("cyd", inner);
        domain().hide(locked, true);

        startAndFollow();
        ObjectGuid dan = domain().user("dan", domain().root());
        domain().set(bob, "title", "Director");
        domain().ring();

        eventually(() -> present(dan));
        assertThat(present(ada)).isTrue();
        assertThat(shadow(bob)).isEmpty();
        assertThat(shadow(cyd)).isEmpty();
        assertThat(meter("adsync.listener.omitted")).isEqualTo(2);
        assertThat(status().cause()).contains("OU=Locked");
        assertThat(status().publicCause()).contains("2 users are left out").doesNotContain("OU=");
        rounds(2); // they were tried again, in vain

        domain().hide(locked, false);
        domain().set(bob, "title", "Clerk");
        domain().ring();
        eventually(() -> present(bob));
        eventually(() -> meter("adsync.listener.omitted") == 1); // counted once it is durable
    }

    @Test
    void an_object_that_the_journal_refuses_is_left_out_and_the_others_go_on() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid bad = domain().user("bad", domain().root());
        ObjectGuid cyd = domain().user("cyd", domain().root());

        start(PickyJournal.refusing(journal(), bad));

        eventually(this::following);
        assertThat(present(ada)).isTrue();
        assertThat(present(cyd)).isTrue();
        assertThat(shadow(bad)).isEmpty();
        assertThat(meter("adsync.listener.omitted")).isEqualTo(1);
        assertThat(status().cause()).contains("CN=bad");
        assertThat(status().publicCause()).doesNotContain("CN=");
    }

    @Test
    void a_server_that_stands_still_is_not_asked_forever() {
        domain().user("ada", domain().root());
        startAndFollow();
        domain().pageSize(0);
        long before = domain().count("page");

        domain().usn(domain().usn() + 1);
        domain().ring();

        eventually(() -> status().cause().contains("same cookie"));
        assertThat(domain().count("page")).isLessThan(before + 250);
    }

    @Test
    void a_login_alone_does_not_end_the_trouble() {
        domain().user("ada", domain().root());
        startAndFollow();

        domain().failing("page", Reason.BUSY, "the server is busy");
        domain().usn(domain().usn() + 1);
        eventually(() -> status().cause().equals("the server is busy"));
        long connects = domain().count("connect");
        AtomicBoolean flapped = new AtomicBoolean();
        domain().before(call -> {
            flapped.compareAndSet(false, call.equals("usn") && !status().cause().equals("the server is busy"));
            if (call.equals("page")) {
                throw new DirectoryException(Reason.BUSY, "the server is busy");
            }
        });
        eventually(() -> domain().count("connect") > connects + 1);

        assertThat(flapped).isFalse();
        domain().before(call -> {});
        eventually(() -> status().cause().isEmpty());
    }

    private String rootName() {
        ObjectGuid root = domain().root();
        return Objects.requireNonNull(journal().containers(Set.of(root)).await().get(root))
                .rdn();
    }
}
