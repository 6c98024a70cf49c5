package adsync.journal;

import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Change;
import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** States that change because time passes. */
class TimersTest extends JournalFixture {

    private static final Instant TEN = NOON.plus(Duration.ofHours(10));

    @BeforeEach
    void company() {
        commit(containers());
    }

    private List<ObjectGuid> due(Instant now) {
        return journal().due(now, 10).await().stream()
                .map(timer -> timer.shadow().image().objectGuid())
                .toList();
    }

    private static ObjectChange unasked(Change change, Presence presence, Optional<Image> image) {
        var event = new ChangeCommitted(new CorrelationId("timer"), change, new Origin("timer", 0, NOON));
        return new ObjectChange(event, presence, image, Basis.READ, Optional.empty());
    }

    private static ObjectChange expired(Image image) {
        return unasked(new Change.Expired(image.objectGuid(), image.dn()), Presence.PRESENT, Optional.of(image));
    }

    private static ObjectChange ended(long number) {
        return unasked(new Change.RetentionEnded(guid(number), "gone"), Presence.LEFT, Optional.empty());
    }

    @Test
    void a_time_is_given_when_it_has_come_and_until_a_change_replaces_it() {
        commit(page().due(TEN).created("c1", person(10)));
        commit(page().created("c2", person(11)));
        assertThat(journal().nextTimer().await()).contains(TEN);
        assertThat(due(TEN.minusMillis(1))).isEmpty();

        assertThat(due(TEN)).containsExactly(guid(10));
        reopen();
        assertThat(due(TEN)).containsExactly(guid(10));

        commit(page().due(TEN.plusSeconds(1)).updated("c3", person(10, "title", "A")));
        assertThat(due(TEN)).isEmpty();
        commit(page().updated("c4", person(10, "title", "B")));
        assertThat(journal().nextTimer().await()).isEmpty();
        commit(page().due(TEN).updated("c5", person(11, "title", "A")));
        assertThat(due(TEN)).containsExactly(guid(11));
    }

    @Test
    void an_account_that_expires_is_urgent_and_its_image_stays() {
        commit(page().due(TEN).created("c1", person(10, "title", "A")));
        shipAll();

        assertThat(journal().commit(List.of(expired(person(10)))).await()).isEmpty();

        assertThat(due(TEN)).isEmpty();
        OutboxRow row = claimOne();
        assertThat(row.kind()).isEqualTo(ChangeKind.EXPIRED);
        assertThat(row.shadow().image().values("title")).containsExactly("A");
        assertThat(row.goneSince()).isEmpty();
    }

    @Test
    void a_change_that_no_page_brought_supersedes_what_waits() {
        commit(page().created("c1", person(10)));

        List<Superseded> superseded =
                journal().commit(List.of(expired(person(10)))).await();

        assertThat(superseded).extracting(Superseded::correlationId).containsExactly(new CorrelationId("c1"));
        assertThat(claimOne().kind()).isEqualTo(ChangeKind.EXPIRED);
    }

    @Test
    void a_change_that_no_page_brought_is_dropped_if_the_object_was_read_anew_or_came_back_or_went() {
        commit(page().created("c1", person(10)).created("c2", person(11)));
        shipAll();
        Image old = person(10);
        Image read = new Image(old.objectGuid(), old.parent(), old.rdn(), old.dn(), old.usn() + 1, old.attributes());
        commit(page().due(TEN).updated("c3", read));
        commit(page().left("c4", guid(11)));
        shipAll();
        commit(page().due(TEN).created("c5", person(11)));
        shipAll();

        journal()
                .commit(List.of(expired(old), ended(11), ended(12), expired(person(13))))
                .await();

        assertThat(claim()).isEmpty();
        assertThat(due(TEN)).containsExactly(guid(10), guid(11));
    }

    @Test
    void the_end_of_a_retention_is_shipped_with_the_time_since_the_object_is_gone() {
        commit(page().created("c1", person(10)));
        shipAll();
        commit(page().due(TEN).left("c2", guid(10)));
        acknowledge(claimOne());
        assertThat(journal().due(TEN, 10).await()).singleElement().satisfies(timer -> {
            assertThat(timer.goneSince()).contains(NOON);
            assertThat(timer.shadow().presence()).isEqualTo(Presence.LEFT);
        });

        journal().commit(List.of(ended(10))).await();

        OutboxRow row = claimOne();
        assertThat(row.kind()).isEqualTo(ChangeKind.RETENTION_ENDED);
        assertThat(row.goneSince()).contains(NOON);
        settle(new Settlement.Acknowledged(row, Pages.SHIPPED, Optional.empty()));
        assertThat(journal().dossier(guid(10)).await()).isEmpty();
        assertThat(journal().nextTimer().await()).isEmpty();
    }

    @Test
    void one_who_comes_back_is_not_gone_any_more_and_has_no_time() {
        commit(page().created("c1", person(10)));
        shipAll();
        commit(page().due(TEN).left("c2", guid(10)));
        shipAll();

        commit(page().created("c3", person(10)));

        assertThat(journal().nextTimer().await()).isEmpty();
        assertThat(claimOne().goneSince()).isEmpty();
    }

    @Test
    void a_changed_retention_sets_all_times_anew() {
        commit(page().due(TEN).created("c1", person(10)).created("c2", person(11)));
        shipAll();
        commit(page().left("c3", guid(11)));
        shipAll();

        assertThat(journal().retime(Optional.of(Duration.ofDays(1))).await()).isEqualTo(1);
        assertThat(due(NOON.plus(Duration.ofDays(1)))).containsExactlyInAnyOrder(guid(10), guid(11));

        assertThat(journal().retime(Optional.empty()).await()).isEqualTo(1);
        assertThat(due(NOON.plus(Duration.ofDays(9)))).containsExactly(guid(10));
    }
}
