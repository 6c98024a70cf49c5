package adsync.intake;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.EnrolledController;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of a heartbeat. */
class ReportTest {

    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

    private static EnrolledController controller(String report) {
        return new EnrolledController(
                1,
                "dc1",
                Optional.of("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
                Optional.empty(),
                Optional.of(NOW),
                Optional.of(NOW),
                Optional.of(report));
    }

    private static String trouble(String report) {
        return Report.trouble(controller(report), NOW);
    }

    private static String loss(String report) {
        return Report.loss(controller(report), NOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'source':'samba','packageAge':30} | ''",
                "{'source':'samba','packageAge':181} | changes are not watched for any more",
                "{'source':'samba'} | changes are not watched for",
                "{'source':'samba','unserved':'seal'} | the key set's mode is seal and this source has hashes only",
                "{'source':'samba','packageAge':30,'unserved':'seal'} | the key set's mode is seal and this source has hashes only",
                "{'source':'simulated'} | ''",
                "{} | the package does not run",
                "{'package':null} | the package does not run",
                "{'package':{'capturing':true,'keysetVer':1},'keysetVer':1,'packageAge':181} | the package does not run any more",
                "{'package':{'capturing':false,'keysetVer':1},'keysetVer':1,'packageAge':9} | the package is passive",
                "{'package':{'capturing':true,'keysetVer':1},'keysetVer':1,'packageAge':9} | ''",
                "{'package':{'capturing':true,'keysetVer':0},'keysetVer':1,'packageAge':9} | the package has no key",
                "{'package':{'capturing':true,'keysetVer':1,'unserved':'seal'},'keysetVer':1,'packageAge':9} | the key set's mode is seal and this source has hashes only",
                "{'package':{'capturing':true,'keysetVer':1},'keysetVer':2,'packageAge':9} | the package does not take the newer key set",
            })
    void a_source_that_does_not_do_its_part_says_so(String report, String trouble) {
        String kept = Report.of(new JsonObject(report.replace('\'', '"'))).encode();

        assertThat(trouble(kept)).isEqualTo(trouble);
    }

    private static Report counted(String boot, long unrecorded) {
        return Report.of(new JsonObject()
                .put("keysetVer", 1)
                .put(
                        "package",
                        new JsonObject()
                                .put("capturing", true)
                                .put("boot", boot)
                                .put("keysetVer", 1)
                                .put("counters", new JsonObject().put("unrecorded", unrecorded))));
    }

    @Test
    void what_a_package_lost_without_a_record_is_counted_once_and_shown_for_a_day() {
        Report first = counted("a", 2);
        assertThat(first.lostSince(Optional.empty())).isEqualTo(2);
        Report kept = first.after(Optional.empty(), NOW.minusSeconds(3600));
        assertThat(loss(kept.encode())).isEqualTo("lost changes without a record");
        assertThat(trouble(kept.encode())).isEmpty();

        Report same = counted("a", 2);
        assertThat(same.lostSince(Optional.of(kept))).isZero();
        assertThat(loss(same.after(Optional.of(kept), NOW).encode())).isEqualTo("lost changes without a record");
        assertThat(counted("a", 5).lostSince(Optional.of(kept))).isEqualTo(3);
        assertThat(counted("b", 1).lostSince(Optional.of(kept))).isEqualTo(1); // it was started anew

        Report old = first.after(Optional.empty(), NOW.minusSeconds(86_401));
        assertThat(loss(same.after(Optional.of(old), NOW).encode())).isEmpty();
    }

    @Test
    void when_it_was_is_not_for_the_source_to_say() {
        JsonObject told = new JsonObject(counted("a", 0).encode()).put("lostAt", 1);

        assertThat(Report.of(told).after(Optional.empty(), NOW).encode()).doesNotContain("lostAt");
    }

    @Test
    void a_package_has_a_few_minutes_to_take_the_key_set_that_its_courier_has() {
        Report rotated = Report.of(new JsonObject(counted("a", 0).encode()).put("keysetVer", 2));
        Report first = rotated.after(Optional.of(counted("a", 0)), NOW.minusSeconds(240));
        assertThat(trouble(first.encode())).isEmpty();

        Report late = rotated.after(Optional.of(rotated.after(Optional.empty(), NOW.minusSeconds(301))), NOW);
        assertThat(trouble(late.encode())).isEqualTo("the package does not take the newer key set");

        Report taken = counted("a", 0).after(Optional.of(late), NOW);
        assertThat(trouble(taken.encode())).isEmpty();
        assertThat(trouble(rotated.after(Optional.of(taken), NOW).encode())).isEmpty();
    }
}
