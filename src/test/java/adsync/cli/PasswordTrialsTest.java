package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The demo is well only if everybody's newest password works in the end. */
class PasswordTrialsTest {

    private final Map<String, String> provider = new HashMap<>();
    private final List<String> told = new ArrayList<>();
    private final PasswordTrials trials =
            new PasswordTrials((sid, password) -> new String(password, UTF_8).equals(provider.get(sid)));

    private void changed(String sid, String password) {
        trials.add(sid, "account " + sid, password.getBytes(UTF_8), 0);
    }

    private void attemptAfter(Duration waited) {
        trials.attempt(waited.toNanos(), (account, milliseconds) -> told.add(account + " " + milliseconds));
    }

    @Test
    void the_newest_password_of_each_has_to_work() {
        changed("1", "first");
        changed("1", "second");
        changed("2", "other");
        provider.put("1", "first");
        provider.put("2", "other");
        attemptAfter(Duration.ofSeconds(2));

        assertThat(told).containsExactly("account 2 2000");
        assertThat(trials.unusable(Set.of("1", "2"))).containsExactly("account 1");
        provider.put("1", "second");
        attemptAfter(Duration.ofSeconds(3));
        assertThat(trials.unusable(Set.of("1", "2"))).isEmpty();
        assertThat(trials.works()).isEqualTo(2);
    }

    @Test
    void one_that_came_late_is_well_in_the_end_and_one_of_somebody_who_left_does_not_count() {
        changed("1", "late");
        changed("2", "of one who left");
        provider.put("1", "late");
        attemptAfter(Duration.ofSeconds(61));
        assertThat(told).isEmpty();

        assertThat(trials.unusable(Set.of("1"))).isEmpty();
        assertThat(trials.works()).isEqualTo(1);
        assertThat(trials.unusable(Set.of("1", "2"))).containsExactly("account 2");
    }
}
