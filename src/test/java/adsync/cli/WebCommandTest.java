package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Service;
import org.junit.jupiter.api.Test;

class WebCommandTest extends DeskFixture {

    @Test
    void a_running_service_gives_a_link_that_is_used_once() {
        try (Service service = started()) {
            Ended first = adsync("web");
            Ended second = adsync("web", "--json");

            assertThat(first.exitCode()).isZero();
            assertThat(first.out())
                    .contains("within 5 minutes")
                    .containsPattern("http://127\\.0\\.0\\.1:" + service.port() + "/#sign-in=[\\w-]{43}\\R");
            assertThat(second.json().getString("url"))
                    .startsWith("http://127.0.0.1:" + service.port())
                    .isNotEqualTo(first.out().lines().toList().getLast());
            assertThat(service.get("/").body()).contains("<main id=\"main\"");
        }
    }

    @Test
    void without_a_service_there_is_no_page() {
        started().close();

        Ended web = adsync("web");

        assertThat(web.exitCode()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(web.err()).contains("no service runs", "adsync run");
    }
}
