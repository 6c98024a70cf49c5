package adsync.journal;

import static adsync.journal.Pages.NOON;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.change.NamingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The journal holds no attribute that is not asked for any more. */
class ForgottenValuesTest extends JournalFixture {

    private static final NamingContext OTHER = new NamingContext(guid(4), "DC=other,DC=com");

    private Map<String, List<String>> attributes(long number) {
        return Objects.requireNonNull(
                        journal().shadows(Set.of(guid(number))).await().get(guid(number)))
                .image()
                .attributes();
    }

    @Test
    void they_go_from_all_images_of_the_naming_context_and_from_no_other() {
        commit(containers());
        Image ada = person(10, "homePhone", "\"1\"", "pager", "2", "title", "Größe \\ \" 1");
        commit(page().created("ada", ada)
                .created("bob", person(11, "title", "Clerk"))
                .created("cyd", person(12, "HOMEPHONE", "3")));
        commit(page().at(elsewhere()).created("eve", person(13, "homePhone", "4")));

        commit(page().forgotten("homephone", "pager"));

        assertThat(attributes(10)).containsOnly(Map.entry("title", List.of("Größe \\ \" 1")));
        assertThat(attributes(11)).containsOnly(Map.entry("title", List.of("Clerk")));
        assertThat(attributes(12)).isEmpty();
        assertThat(attributes(13)).containsOnly(Map.entry("homePhone", List.of("4")));
    }

    private static Checkpoint elsewhere() {
        return new Checkpoint(
                OTHER,
                Pages.ROOT,
                Checkpoint.Phase.FOLLOWING,
                Optional.empty(),
                Optional.empty(),
                "dc1.other.com",
                Pages.DATABASE,
                1,
                "fingerprint",
                1,
                0,
                0,
                NOON);
    }
}
