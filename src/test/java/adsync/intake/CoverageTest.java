package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.WritableController;
import adsync.journal.EnrolledController;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which domain controllers have to report, and which do. */
class CoverageTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");
    private static final String ONE = "11111111-8b86-d011-b42d-00c04fc964ff";
    private static final String TWO = "22222222-8b86-d011-b42d-00c04fc964ff";
    private static final String OLD = "99999999-8b86-d011-b42d-00c04fc964ff";
    private static final String WELL = "{\"source\":\"simulated\"}";

    private static WritableController writable(String guid, String name) {
        return new WritableController(ObjectGuid.parse(guid), name, "");
    }

    private static EnrolledController enrolled(String name, String guid) {
        return new EnrolledController(
                1,
                name,
                Optional.of(guid),
                Optional.empty(),
                Optional.of(NOW),
                Optional.of(NOW.minusSeconds(30)),
                Optional.of(WELL));
    }

    private static EnrolledController invited(String name) {
        return new EnrolledController(
                2, name, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Coverage coverage(List<WritableController> writable, List<EnrolledController> invited, Instant now) {
        return Coverage.of(writable, List.of(), invited, now);
    }

    @Test
    void one_that_was_never_invited_is_named() {
        Coverage coverage = coverage(
                List.of(writable(ONE, "DC1.example.com"), writable(TWO, "dc2.example.com")),
                List.of(enrolled("dc1.example.com", ONE)),
                NOW);

        assertThat(coverage.expected()).isEqualTo(2);
        assertThat(coverage.reporting()).isEqualTo(1);
        assertThat(coverage.missing()).containsExactly("dc2.example.com (no source)");
        assertThat(coverage.unasked()).isEmpty();
    }

    @Test
    void one_that_was_demoted_does_not_hide_one_without_a_source() {
        Coverage coverage = coverage(
                List.of(writable(ONE, "dc1.example.com"), writable(TWO, "dc2.example.com")),
                List.of(enrolled("dc1.example.com", ONE), enrolled("old.example.com", OLD)),
                NOW);

        assertThat(coverage.expected()).isEqualTo(2);
        assertThat(coverage.reporting()).isEqualTo(1);
        assertThat(coverage.missing()).containsExactly("dc2.example.com (no source)");
        assertThat(coverage.sources())
                .filteredOn(one -> one.name().equals("old.example.com"))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.expected()).isFalse();
                    assertThat(one.trouble()).isEqualTo("no writable domain controller: see adsync dc revoke");
                });
    }

    @Test
    void one_that_took_the_name_of_another_has_no_source_of_its_own() {
        Coverage coverage =
                coverage(List.of(writable(TWO, "dc1.example.com")), List.of(enrolled("dc1.example.com", ONE)), NOW);

        assertThat(coverage.reporting()).isZero();
        assertThat(coverage.missing()).containsExactly("dc1.example.com (no source)");
    }

    @Test
    void one_that_was_invited_and_has_not_come_is_one_line() {
        Coverage coverage =
                coverage(List.of(writable(TWO, "DC2.example.com")), List.of(invited("dc2.example.com")), NOW);

        assertThat(coverage.sources()).hasSize(1);
        assertThat(coverage.missing()).containsExactly("dc2.example.com (not enrolled yet)");
    }

    @Test
    void who_could_not_be_asked_is_told_apart_from_who_has_none() {
        List<EnrolledController> enrolled = List.of(enrolled("dc1.example.com", ONE));

        Coverage unasked = Coverage.unasked(new IllegalStateException("connection refused"), List.of(), enrolled, NOW);
        assertThat(unasked.unasked()).contains("connection refused");
        assertThat(unasked.expected()).isEqualTo(1);
        assertThat(unasked.reporting()).isEqualTo(1);

        Coverage unseen = coverage(List.of(), enrolled, NOW);
        assertThat(unseen.unasked()).hasValueSatisfying(why -> assertThat(why).contains("no writable"));
    }

    @Test
    void one_that_was_demoted_is_not_expected_again_while_the_directory_cannot_be_asked() {
        Coverage coverage = Coverage.unasked(
                new IllegalStateException("connection refused"),
                List.of(writable(ONE, "dc1.example.com")),
                List.of(enrolled("dc1.example.com", ONE), enrolled("old.example.com", OLD)),
                NOW);

        assertThat(coverage.unasked()).contains("connection refused");
        assertThat(coverage.expected()).isEqualTo(1);
        assertThat(coverage.reporting()).isEqualTo(1);
    }

    @Test
    void an_invitation_does_not_take_by_name_the_place_of_one_that_is_enrolled() {
        Coverage coverage = coverage(
                List.of(writable(ONE, "new.example.com")),
                List.of(invited("new.example.com"), enrolled("old.example.com", ONE)),
                NOW);

        assertThat(coverage.reporting()).isEqualTo(1);
        assertThat(coverage.missing()).isEmpty();
    }
}
