package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.CorrelationId;
import adsync.scim.FoundGroup;
import adsync.scim.ScimOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rehearsed groups answer, and what of that the provider is asked. */
class RehearsedGroupsTest extends ShipperFixture {

    private static final CorrelationId CORRELATION = new CorrelationId("c1");
    private static final String KEY = "8c7ca121-fd9f-4515-a816-e3b6f608968d";

    private final FakeGroups real = new FakeGroups();
    private final List<Throwable> failures = new ArrayList<>();
    private RehearsedGroups groups;

    @BeforeEach
    void begin() {
        groups = new RehearsedGroups(real, journal.comparisons(), failures::add);
    }

    @Test
    void a_new_group_is_there_for_us_alone() {
        ScimOutcome created = groups.create(CORRELATION, KEY, "Staff").await();

        assertThat(created).isEqualTo(new ScimOutcome.Created(201, "new:" + KEY));
        assertThat(groups.findByExternalId(KEY).await())
                .containsExactly(new FoundGroup("new:" + KEY, Optional.of(KEY), "Staff"));
        assertThat(groups.before("new:" + KEY)).isEmpty();
        assertThat(groups.add(CORRELATION, "new:" + KEY, List.of()).await()).isInstanceOf(ScimOutcome.Applied.class);
        assertThat(real.groups()).isEmpty();
    }

    @Test
    void a_question_is_put_once_and_what_was_done_counts_afterwards() {
        String id = real.stranger("Staff", KEY);

        assertThat(groups.findByExternalId(KEY).await())
                .extracting(FoundGroup::id)
                .containsExactly(id);
        groups.rename(CORRELATION, id, "Everybody").await();
        assertThat(groups.findByName("staff").await()).isEmpty();
        assertThat(groups.findByName("everybody").await())
                .extracting(FoundGroup::id)
                .containsExactly(id);
        groups.delete(CORRELATION, id).await();
        assertThat(groups.findByExternalId(KEY).await()).isEmpty();
        assertThat(groups.delete(CORRELATION, id).await()).isInstanceOf(ScimOutcome.Missing.class);

        assertThat(real.requests()).containsExactly("KEY " + KEY, "NAME Everybody", "NAME staff");
        assertThat(groups.before(id)).map(FoundGroup::displayName).contains("Staff");
        assertThat(groups.after(id)).isEmpty();
    }

    @Test
    void what_the_provider_does_not_have_is_missing_and_asked_for_once() {
        assertThat(groups.add(CORRELATION, "gone", List.of()).await()).isInstanceOf(ScimOutcome.Missing.class);
        assertThat(groups.rename(CORRELATION, "gone", "Staff").await()).isInstanceOf(ScimOutcome.Missing.class);

        assertThat(real.requests()).containsExactly("READ gone");
    }

    @Test
    void a_name_that_is_there_is_taken_and_told() {
        String stranger = real.stranger("STAFF", null);

        groups.create(CORRELATION, KEY, "Staff").await();
        assertThat(groups.namesake("new:" + KEY)).contains(stranger);

        groups.rename(CORRELATION, "new:" + KEY, "Team").await();
        assertThat(groups.namesake("new:" + KEY)).isEmpty();
    }

    @Test
    void an_answer_that_does_not_come_is_told() {
        real.readingsAnswer(new ScimOutcome.Denied(401, "who are you"));

        assertThat(groups.create(CORRELATION, KEY, "Staff").await()).isInstanceOf(ScimOutcome.Unknown.class);
        assertThat(groups.delete(CORRELATION, "some").await()).isInstanceOf(ScimOutcome.Unknown.class);

        assertThat(failures).hasSize(2);
    }
}
