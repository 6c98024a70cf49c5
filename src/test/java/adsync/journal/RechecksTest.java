package adsync.journal;

import static adsync.journal.Pages.CONTEXT;
import static adsync.journal.Pages.DATABASE;
import static adsync.journal.Pages.SALES;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is still to be read again: subtrees, and everything. */
class RechecksTest extends JournalFixture {

    private static final NamingContext OTHER = new NamingContext(guid(30), "DC=other,DC=com");

    @BeforeEach
    void company() {
        commit(containers());
    }

    @Test
    void a_subtree_stays_until_it_is_said_to_be_done() {
        write(List.of(SALES), List.of());

        List<Recheck> rechecks = journal().rechecks(CONTEXT.guid()).await();
        assertThat(rechecks).extracting(Recheck::container).containsExactly(SALES);
        write(List.of(), rechecks);

        assertThat(journal().rechecks(CONTEXT.guid()).await()).isEmpty();
    }

    @Test
    void one_that_was_asked_for_anew_while_it_was_evaluated_is_still_to_be_done() {
        write(List.of(SALES), List.of());
        List<Recheck> rechecks = journal().rechecks(CONTEXT.guid()).await();
        write(List.of(SALES), List.of());

        write(List.of(), rechecks);

        assertThat(journal().rechecks(CONTEXT.guid()).await())
                .extracting(Recheck::container)
                .containsExactly(SALES);
    }

    @Test
    void a_subtree_is_the_business_of_its_naming_context() {
        write(List.of(SALES), List.of());
        commit(page().at(Contexts.checkpoint(OTHER)));

        assertThat(journal().rechecks(OTHER.guid()).await()).isEmpty();
    }

    @Test
    void everything_is_asked_for_until_a_new_epoch_begins_in_each_naming_context() {
        commit(page().at(Contexts.checkpoint(OTHER)));

        journal().requestReconcile().await();
        commit(page());
        assertThat(journal().reconcileRequested(CONTEXT.guid()).await()).isTrue();
        commit(page().at(Pages.checkpoint(2, DATABASE)));

        assertThat(journal().reconcileRequested(CONTEXT.guid()).await()).isFalse();
        assertThat(journal().reconcileRequested(OTHER.guid()).await()).isTrue();
        commit(page().at(Pages.checkpoint(2, DATABASE)));
        journal().requestReconcile().await();
        commit(page().at(Pages.checkpoint(2, DATABASE)));
        assertThat(journal().reconcileRequested(CONTEXT.guid()).await()).isTrue();
    }

    @Test
    void who_is_left_out_stays_so_until_the_opposite_is_said() {
        commit(page().omitted(10, "its container is hidden").omitted(11, "refused"));
        commit(page().at(Contexts.checkpoint(OTHER)).omitted(12, "elsewhere"));
        reopen();

        assertThat(journal().omissions(CONTEXT.guid()).await())
                .isEqualTo(Map.of(guid(10), "its container is hidden", guid(11), "refused"));
        assertThat(journal().omission(guid(12)).await()).contains("elsewhere");
        commit(page().omitted(10, null)
                .omitted(11, "its container is hidden")
                .omitted(13, "now")
                .omitted(13, null));

        assertThat(journal().omissions(CONTEXT.guid()).await()).isEqualTo(Map.of(guid(11), "its container is hidden"));
        assertThat(journal().omission(guid(10)).await()).isEmpty();
    }

    @Test
    void objects_are_counted_by_their_naming_context() {
        commit(page().created("c1", Pages.person(10)));

        assertThat(journal().objects(CONTEXT.guid()).await()).isEqualTo(1);
        assertThat(journal().objects(OTHER.guid()).await()).isZero();
    }

    private void write(List<ObjectGuid> recheck, List<Recheck> rechecked) {
        journal()
                .commit(new PageCommit(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        recheck,
                        rechecked,
                        List.of(),
                        List.of(),
                        Set.of(),
                        Pages.checkpoint(1, DATABASE)))
                .await();
    }
}
