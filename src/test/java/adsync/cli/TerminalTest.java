package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.observe.Progress;
import org.junit.jupiter.api.Test;

class TerminalTest {

    @Test
    void what_has_a_known_end_is_a_bar() {
        assertThat(Terminal.line(new Progress.State("reading", 25, 100), 0, 7))
                .isEqualTo("[#####...............]  25% reading (7 s)");
        assertThat(Terminal.line(new Progress.State("reading", 0, 3), 0, 1))
                .isEqualTo("[....................]   0% reading (1 s)");
    }

    @Test
    void more_than_was_expected_is_all_of_it() {
        assertThat(Terminal.line(new Progress.State("reading", 5, 4), 0, 1))
                .isEqualTo("[####################] 100% reading (1 s)");
    }

    @Test
    void what_has_none_turns_and_counts_as_far_as_it_is_known() {
        assertThat(Terminal.line(Progress.State.of("asking"), 0, 1)).isEqualTo("| asking (1 s)");
        assertThat(Terminal.line(new Progress.State("probing", 12, 0), 5, 2)).isEqualTo("/ probing: 12 (2 s)");
    }
}
