package adsync.journal;

import static adsync.journal.Pages.ROOT;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static adsync.journal.Pages.personIn;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A person is found by what somebody remembers of the name. */
class PartialNamesTest extends JournalFixture {

    @BeforeEach
    void company() {
        commit(containers());
        commit(page().created(
                        "c1", person(10, "displayName", "Jörg \"Joe\" O'Brien-Müller", "mail", "joe_o@example.com")));
        commit(page().created(
                        "c2", person(11, "displayName", "Ada 100% Adler", "userPrincipalName", "ada@example.com")));
    }

    private List<ObjectGuid> search(String part) {
        return journal().search(part, 10).await().stream()
                .map(shadow -> shadow.image().objectGuid())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jörg", "JÖRG", "O'Brien", "\"joe\"", "müller", "joe_o@", "g \"J", "-M"})
    void any_part_of_any_name_will_do(String part) {
        assertThat(search(part)).containsExactly(guid(10));
    }

    @ParameterizedTest
    @ValueSource(strings = {"100%", "ada@", "a 100% a"})
    void signs_of_a_pattern_mean_themselves(String part) {
        assertThat(search(part)).containsExactly(guid(11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"OU=Sales", "ou=sales,ou=comp", "=sal"})
    void a_part_of_the_place_will_do(String part) {
        commit(page().created("c3", personIn(ROOT, 12)));

        assertThat(search(part)).containsExactly(guid(10), guid(11));
    }

    @ParameterizedTest
    @ValueSource(strings = {"j%g", "joe-o@", "displayName", "[", "ada_example", "nobody"})
    void nothing_else_will(String part) {
        assertThat(search(part)).isEmpty();
    }

    @Test
    void more_than_were_asked_for_are_not_read() {
        for (int number = 100; number < 1300; number++) {
            commit(page().created("c" + number, person(number, "displayName", "One of many")));
        }

        assertThat(journal().search("one of many", 7).await()).hasSize(7);
        assertThat(journal().search("müller", 7).await()).hasSize(1);
        assertThat(journal().search("one of many", 5000).await()).hasSize(1200);
    }
}
