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
import org.junit.jupiter.params.provider.EnumSource;

/** The rules by themselves, for what takes too long to happen. */
class ResumptionRulesTest {

    private static final Instant THEN = Instant.parse("2026-01-31T12:00:00Z");
    private static final Duration LONGEST_AWAY = Duration.ofDays(90);
    private static final UUID DATABASE = UUID.fromString("6f9619ff-8b86-d011-b42d-00c04fc964ff");
    private static final ObjectGuid GUID = ObjectGuid.parse("299ecc53-0000-4000-8000-000000000001");

    private static Resumption after(Duration away, Phase phase) {
        var checkpoint = new Checkpoint(
                new NamingContext(GUID, "DC=contoso,DC=com"),
                GUID,
                phase,
                Optional.empty(),
                Optional.empty(),
                "dc1.contoso.com",
                DATABASE,
                100,
                "fingerprint",
                3,
                50,
                100,
                THEN);
        return Resumption.of(
                checkpoint,
                new Resumption.Situation(
                        new DomainController("dc1.contoso.com", DATABASE, 200, true),
                        new KnownController(Optional.of(DATABASE), 100),
                        "fingerprint",
                        THEN.plus(away),
                        LONGEST_AWAY,
                        false,
                        false,
                        Optional.empty()));
    }

    /** Of an enumeration too: whoever it has seen, and who was deleted since without a trace, would never be missed. */
    @ParameterizedTest
    @EnumSource
    void whatever_was_interrupted_begins_anew_when_deletions_may_have_gone_unseen(Phase phase) {
        assertThat(after(LONGEST_AWAY, phase)).isInstanceOf(Resumption.Continue.class);
        assertThat(after(LONGEST_AWAY.plusSeconds(1), phase))
                .isInstanceOfSatisfying(Resumption.Enumerate.class, again -> {
                    assertThat(again.reason()).isEqualTo("away");
                    assertThat(again.epoch()).isEqualTo(4);
                });
    }
}
