package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An attribute that may not be read any more looks cleared; what is known of it stays. */
class WithheldValuesTest extends ListenerFixture {

    private static final String OMITTED = "adsync.listener.omitted";
    private static final String TITLE = "title";

    private final List<ObjectGuid> people = new ArrayList<>();

    /** People with a title each, followed. */
    private void people(int count) {
        for (int person = 0; person < count; person++) {
            ObjectGuid guid = domain().user("person" + person, domain().root());
            domain().set(guid, TITLE, "Title " + person);
            people.add(guid);
        }
        startAndFollow();
        eventually(() -> people.stream().allMatch(this::present));
    }

    private List<String> title(int person) {
        return shadow(people.get(person)).orElseThrow().image().values(TITLE);
    }

    private boolean allKeep() {
        for (int person = 0; person < people.size(); person++) {
            if (!title(person).equals(List.of("Title " + person))) {
                return false;
            }
        }
        return true;
    }

    /** All of them are read again. */
    private void readAnew() {
        fingerprint("another configuration");
        double before = enumerations("configuration");
        restart();
        eventually(() -> enumerations("configuration") == before + 1);
        eventually(this::following);
        rounds(2);
    }

    @Test
    void an_enumeration_that_may_not_read_an_attribute_any_more_clears_it_of_nobody_until_it_can_be_read_again() {
        people(7);
        domain().rights().withhold(TITLE, true);

        readAnew();
        assertThat(allKeep()).isTrue();
        assertThat(meter(OMITTED)).isEqualTo(7);
        assertThat(status().cause()).contains("title of CN=person").contains("may not read");
        restart();
        eventually(this::following);
        assertThat(meter(OMITTED)).isEqualTo(7);
        assertThat(people).allSatisfy(person -> assertThat(kinds(person)).containsExactly("created"));

        domain().set(people.getFirst(), TITLE, "Head");
        domain().withhold(people.get(1), TITLE);
        domain().ring();
        rounds(2);
        assertThat(title(0)).containsExactly("Title 0");
        domain().rights().withhold(TITLE, false);
        clock().advance(Duration.ofHours(1));

        eventually(() -> meter(OMITTED) == 0);
        assertThat(title(0)).containsExactly("Head");
        assertThat(title(1)).isEmpty();
        assertThat(title(2)).containsExactly("Title 2");
        assertThat(status().cause()).isEmpty();
    }

    @Test
    void users_who_are_touched_one_by_one_keep_it_too_and_all_else_of_them_is_followed() {
        people(2);
        domain().rights().withhold(TITLE, true);

        domain().set(people.getFirst(), "mail", "first@contoso.com");
        domain().ring();

        eventually(() ->
                !shadow(people.getFirst()).orElseThrow().image().values("mail").isEmpty());
        assertThat(title(0)).containsExactly("Title 0");
        eventually(() -> meter(OMITTED) == 1);
    }

    @Test
    void what_was_cleared_and_may_be_read_is_cleared_at_the_cost_of_one_question() {
        people(3);
        domain().set(people.getFirst(), TITLE, "Head");
        domain().ring();
        eventually(() -> title(0).contains("Head"));
        assertThat(domain().count("may read values")).isZero();

        people.forEach(person -> domain().withhold(person, TITLE));
        domain().ring();

        eventually(() -> people.stream()
                .allMatch(person ->
                        shadow(person).orElseThrow().image().values(TITLE).isEmpty()));
        assertThat(domain().count("may read values")).isEqualTo(1);
        assertThat(meter(OMITTED)).isZero();
    }

    @Test
    void where_the_rights_cannot_be_seen_nobody_is_believed_to_have_lost_a_value_however_few_at_a_time() {
        people(6);
        domain().rights().told(false);
        for (ObjectGuid person : people.subList(0, 3)) {
            domain().withhold(person, TITLE);
            domain().set(person, "mail", "changed@contoso.com");
            domain().ring();
            eventually(
                    () -> !shadow(person).orElseThrow().image().values("mail").isEmpty());
        }

        domain().rights().withhold(TITLE, true);
        readAnew();

        assertThat(allKeep()).isTrue();
        assertThat(meter(OMITTED)).isEqualTo(6);
        assertThat(status().cause()).contains("access rights of CN=person");
        domain().rights().withhold(TITLE, false);
        domain().rights().told(true);
        clock().advance(Duration.ofHours(1));

        eventually(() -> meter(OMITTED) == 0);
        assertThat(title(2)).isEmpty();
        assertThat(title(3)).containsExactly("Title 3");
    }

    /** A tombstone keeps few attributes (MS-ADTS 3.1.1.5.5.6). */
    @Test
    void who_was_deleted_comes_back_without_what_the_tombstone_lost() {
        people(8);
        shipWithAccounts();
        domain().rights().told(false);
        people.forEach(domain()::delete);
        domain().ring();
        eventually(() -> people.stream().noneMatch(this::present));

        people.forEach(domain()::restore);
        people.forEach(person -> domain().withhold(person, TITLE));
        domain().ring();

        eventually(() -> people.stream().allMatch(this::present));
        assertThat(title(0)).isEmpty();
        assertThat(meter(OMITTED)).isZero();
    }
}
