package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who is left out is known to the next process too, and is tried again until the cause is gone. */
class OmittedTest extends ListenerFixture {

    private static final String OMITTED = "adsync.listener.omitted";

    private ObjectGuid locked = domain().root();

    /** Bob, whose container may not be read. */
    private ObjectGuid leftOut() {
        domain().user("ada", domain().root());
        locked = domain().container("OU=Locked", domain().root());
        ObjectGuid bob = domain().user("bob", locked);
        domain().hide(locked, true);
        startAndFollow();
        rounds(2);
        assertThat(meter(OMITTED)).isEqualTo(1);
        return bob;
    }

    @Test
    void whoever_is_left_out_is_named_by_the_next_process_even_if_the_directory_is_down() {
        ObjectGuid bob = leftOut();
        stop();
        reopen();
        domain().failing("connect", Reason.UNREACHABLE, "no domain controller answers");

        start();

        eventually(() -> meter(OMITTED) == 1);
        eventually(() -> status().cause().contains("no domain controller answers"));
        assertThat(journal().omission(bob).await().orElseThrow()).contains("OU=Locked");
    }

    @Test
    void whoever_is_left_out_comes_as_soon_as_the_container_can_be_read_without_a_change() {
        ObjectGuid bob = leftOut();
        restart();
        eventually(this::following);
        rounds(2);
        assertThat(meter(OMITTED)).isEqualTo(1);
        assertThat(status().cause()).contains("OU=Locked");

        domain().hide(locked, false);
        rounds(2);
        assertThat(present(bob)).isFalse(); // not at each poll
        clock().advance(Duration.ofHours(1));

        eventually(() -> present(bob));
        eventually(() -> meter(OMITTED) == 0);
        eventually(() -> status().cause().isEmpty());
        assertThat(journal().omission(bob).await()).isEmpty();
    }

    /** He would be taken for enabled, or for out of scope by a filter on his state. */
    @Test
    void a_disabled_user_whose_state_is_kept_from_us_stays_as_he_was() {
        domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        domain().set(bob, "userAccountControl", "514");
        startAndFollow();
        eventually(() -> present(bob));

        domain().withhold(bob, "userAccountControl");
        domain().ring();
        eventually(() -> meter(OMITTED) == 1);
        eventually(() -> status().cause().contains("userAccountControl of CN=bob"));
        fingerprint("another"); // so that all are read again
        restart();
        eventually(this::following);
        eventually(() -> enumerations("configuration") == 1);
        rounds(2);

        assertThat(present(bob)).isTrue();
        assertThat(shadow(bob).orElseThrow().image().values("userAccountControl"))
                .containsExactly("514");
        domain().set(bob, "userAccountControl", "512");
        domain().ring();
        eventually(() -> meter(OMITTED) == 0);
        assertThat(shadow(bob).orElseThrow().image().values("userAccountControl"))
                .containsExactly("512");
    }

    @Test
    void whoever_is_gone_is_left_out_no_more() {
        ObjectGuid bob = leftOut();
        ObjectGuid cyd = domain().user("cyd", locked);
        domain().ring();
        eventually(() -> meter(OMITTED) == 2);

        domain().expunge(bob);
        domain().delete(cyd);
        domain().ring();
        eventually(() -> meter(OMITTED) == 1);
        clock().advance(Duration.ofHours(1));

        eventually(() -> meter(OMITTED) == 0);
        assertThat(journal().omissions(domain().namingContext().guid()).await()).isEmpty();
    }

    @Test
    void a_known_user_who_moves_to_where_nothing_can_be_read_is_kept_and_left_out() {
        ObjectGuid bob = leftOut();
        ObjectGuid ada = domain().user("ada the second", domain().root());
        domain().ring();
        eventually(() -> present(ada));
        domain().move(ada, locked);
        domain().ring();
        eventually(() -> meter(OMITTED) == 2);

        restart();
        eventually(this::following);
        rounds(2);

        assertThat(present(ada)).isTrue();
        assertThat(kinds(ada)).containsExactly("created");
        assertThat(journal().omissions(domain().namingContext().guid()).await()).containsOnlyKeys(ada, bob);
    }

    @Test
    void whom_the_journal_refused_is_tried_again_by_the_next_process() {
        domain().user("ada", domain().root());
        ObjectGuid bad = domain().user("bad", domain().root());
        start(PickyJournal.refusing(journal(), bad));
        eventually(this::following);
        rounds(2);
        assertThat(journal().omission(bad).await().orElseThrow())
                .contains("CN=bad")
                .contains("cannot be kept");

        restart();

        eventually(() -> present(bad));
        eventually(() -> meter(OMITTED) == 0);
        assertThat(journal().omission(bad).await()).isEmpty();
    }
}
