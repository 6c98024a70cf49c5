package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.journal.KnownController;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules by themselves, for what takes too long to happen. */
class ResumptionRulesTest {

    private static final Instant THEN = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration LIFETIME = Duration.ofDays(180);
    private static final Duration LONGEST_AWAY = Duration.ofDays(90);
    private static final String HOST = "dc1.contoso.com";
    private static final UUID DATABASE = UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff");
    private static final ObjectGuid GUID = ObjectGuid.parse("299ecc53-0000-4000-8000-000000000001");

    private static Resumption after(Duration away, Phase phase) {
        return Resumption.of(
                checkpoint(phase), found(away, "fingerprint", new DomainController(HOST, DATABASE, 200, true), false));
    }

    private static Checkpoint checkpoint(Phase phase) {
        return new Checkpoint(
                new NamingContext(GUID, "DC=contoso,DC=com"),
                GUID,
                phase,
                Optional.empty(),
                Optional.empty(),
                HOST,
                DATABASE,
                100,
                "fingerprint",
                3,
                50,
                100,
                THEN);
    }

    private static Resumption.Situation found(
            Duration away, String fingerprint, DomainController controller, boolean traceless) {
        return new Resumption.Situation(
                controller,
                new KnownController(Optional.of(DATABASE), 100),
                fingerprint,
                THEN.plus(away),
                LIFETIME,
                false,
                false,
                traceless,
                Optional.empty());
    }

    /** Of an enumeration too: whoever it has seen, and who was deleted since without a trace, would never be missed. */
    @ParameterizedTest
    @EnumSource
    void whatever_was_interrupted_begins_anew_when_deletions_may_have_gone_unseen(Phase phase) {
        assertThat(after(LONGEST_AWAY, phase)).isInstanceOf(Resumption.Continue.class);
        assertThat(after(LONGEST_AWAY.plusSeconds(1), phase))
                .isInstanceOfSatisfying(Resumption.Enumerate.class, again -> {
                    assertThat(again.reason()).isEqualTo(Resumption.Reason.AWAY);
                    assertThat(again.epoch()).isEqualTo(4);
                });
    }

    /** What was asked for, or another configuration, may come first: it must not hide that tombstones may be purged. */
    @ParameterizedTest
    @CsvSource({"91, false", "180, false", "181, true"})
    void whoever_is_nowhere_may_be_gone_once_the_tombstones_of_the_time_away_may_be_purged(
            int days, boolean traceless) {
        assertThat(after(Duration.ofDays(days), Phase.FOLLOWING))
                .isInstanceOfSatisfying(
                        Resumption.Enumerate.class,
                        anew -> assertThat(anew.traceless()).isEqualTo(traceless));
        assertThat(Resumption.of(
                        checkpoint(Phase.FOLLOWING),
                        found(
                                Duration.ofDays(days),
                                "another",
                                new DomainController(HOST, DATABASE, 200, true),
                                false)))
                .isInstanceOfSatisfying(Resumption.Enumerate.class, anew -> {
                    assertThat(anew.reason()).isEqualTo(Resumption.Reason.CONFIGURATION);
                    assertThat(anew.traceless()).isEqualTo(traceless);
                });
    }

    @ParameterizedTest
    @CsvSource({"100, false", "99, true"})
    void a_database_that_went_back_in_time_loses_whom_it_never_told_of(long usn, boolean traceless) {
        assertThat(Resumption.of(
                        checkpoint(Phase.FOLLOWING),
                        found(Duration.ZERO, "another", new DomainController(HOST, DATABASE, usn, true), false)))
                .isInstanceOfSatisfying(
                        Resumption.Enumerate.class,
                        anew -> assertThat(anew.traceless()).isEqualTo(traceless));
    }

    @ParameterizedTest
    @CsvSource({"FOLLOWING, false", "ENUMERATING, true", "SWEEPING, true"})
    void what_may_be_lost_is_known_until_all_are_accounted_for(Phase phase, boolean traceless) {
        assertThat(Resumption.of(
                        checkpoint(phase),
                        found(Duration.ZERO, "another", new DomainController(HOST, DATABASE, 200, true), true)))
                .isInstanceOfSatisfying(
                        Resumption.Enumerate.class,
                        anew -> assertThat(anew.traceless()).isEqualTo(traceless));
    }
}
