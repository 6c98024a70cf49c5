package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code adsync demo}, whose company changes so fast that a guard for real ones would stop it. */
class DemoIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    @Test
    void a_company_in_which_many_go_and_get_other_logins_ends_with_nothing_that_waits() {
        Adsync demo = Adsync.start(
                "demo", "--listen", "127.0.0.1:0", "--users", "40", "--rate", "30", "--seconds", "12", "--seed", "4");

        Ended ended = demo.end(LONGEST);

        assertThat(ended.exitCode()).as(ended.toString()).isZero();
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).anyMatch(line -> line.matches(" *page +http://127\\.0\\.0\\.1:\\d+/#sign-in=\\S+ .*"));
        assertThat(ended.out()).filteredOn(line -> line.contains(" deleted ")).hasSizeGreaterThan(20);
        assertThat(ended.out())
                .filteredOn(line -> line.startsWith("summary:"))
                .singleElement()
                .asString()
                .contains("0 pending", " 0 parked");
    }
}
