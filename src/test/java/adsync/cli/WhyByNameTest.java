package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Service;
import java.nio.file.Files;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** People are called by their names, in the terminal as on the page. */
class WhyByNameTest extends DeskFixture {

    @Test
    void a_whole_name_is_a_person_and_a_part_of_it_offers_some() {
        try (Service service = started()) {
            String name = unlucky.getDN().replaceFirst("^CN=([^,]*),.*", "$1");
            await().atMost(SOON).until(() -> Files.exists(folder.resolve("state/audit/audit.jsonl")));

            assertThat(adsync("why", name.toUpperCase(Locale.ROOT)).out()).startsWith(unlucky.getDN());
            assertThat(adsync("tail", "--json", "--user", name).out()).contains(unlucky.getDN());

            Ended part = adsync("why", name.substring(1));
            assertThat(part.exitCode()).isEqualTo(ExitCode.NOT_WELL);
            assertThat(part.err()).contains("did you mean ", name + " (" + unlucky("userPrincipalName") + ")");
            assertThat(adsync("why", name.substring(1), "--json").json().getJsonArray("candidates"))
                    .hasSizeBetween(1, 5);
            assertThat(adsync("why", "nobody at all").err()).doesNotContain("did you mean");
            assertThat(service.statistics().parked()).isEqualTo(1);
        }
    }

    @Test
    void without_a_service_status_says_so_in_plain_words_and_in_json() {
        started().close();

        Ended words = adsync("status");
        Ended json = adsync("status", "--json");

        assertThat(words.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(words.err()).hasLineCount(1).doesNotContain("Exception");
        assertThat(json.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(json.json().getString("state")).isEqualTo("down");
        assertThat(json.json().getString("cause")).isNotBlank();
    }
}
