package adsync.model;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.Fault;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A seed alone repeats a round, as the command that a failure prints promises. */
class RoundTest {

    private static final Round.Follower NOBODY = new Round.Follower() {
        @Override
        public void awaitAgreement() {}

        @Override
        public void restart() {}

        @Override
        public void fault(Fault fault) {}
    };

    @ParameterizedTest
    @CsvSource({"1, true", "11, true", "241, true", "331, true", "411, false", "491, false"})
    void a_later_round_is_told_alike_when_it_is_the_first(long seed, boolean recycleBin)
            throws LDAPException, IOException {
        tell(seed - Round.HISTORIES, recycleBin);
        List<String> later = tell(seed, recycleBin);

        assertThat(tell(seed, recycleBin)).isEqualTo(later).hasSizeGreaterThan(Round.HISTORIES);
    }

    private static List<String> tell(long seed, boolean recycleBin) throws LDAPException, IOException {
        try (var round = new Round(seed, recycleBin)) {
            round.happen(NOBODY);
            return round.told().stream()
                    .map(line -> line.replaceAll("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}", "GUID"))
                    .toList();
        }
    }
}
