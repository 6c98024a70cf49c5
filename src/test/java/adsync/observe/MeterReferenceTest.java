package adsync.observe;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.GeneratedSection;
import adsync.testing.OurMeters;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeterReferenceTest {

    private static final Path REFERENCE = Path.of("docs/metrics.md");

    private final List<DocumentedMeter> meters = OurMeters.all();

    @Test
    void the_reference_says_what_the_code_says() throws IOException {
        String rows = meters.stream().map(MeterReferenceTest::row).collect(Collectors.joining());

        GeneratedSection.check(
                REFERENCE,
                "meters",
                "| on `/metrics` | type | unit | tells | tags |\n| --- | --- | --- | --- | --- |\n" + rows);
    }

    @Test
    void every_meter_is_in_the_reference_once() throws IOException {
        String reference = Files.readString(REFERENCE);

        assertThat(meters).isNotEmpty().extracting(DocumentedMeter::getName).doesNotHaveDuplicates();
        for (DocumentedMeter meter : meters) {
            assertThat(reference).containsOnlyOnce("| `" + OurMeters.prometheusName(meter) + "` |");
            assertThat(meter.getName()).startsWith("adsync.");
            assertThat(meter.facts().description()).isNotBlank().doesNotEndWith(".");
        }
    }

    @Test
    void every_enum_of_meters_is_of_the_documented_kind() {
        var others = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("adsync").stream()
                        .filter(type -> type.isAssignableTo(MeterDocumentation.class))
                        .filter(type -> !type.isAssignableTo(DocumentedMeter.class))
                        .toList();

        assertThat(others).isEmpty();
    }

    private static String row(DocumentedMeter meter) {
        MeterFacts facts = meter.facts();
        String tags = facts.tags().stream()
                .map(tag -> "`" + tag.name() + "`: " + tag.values())
                .collect(Collectors.joining("; "));
        return "| `" + OurMeters.prometheusName(meter) + "` | " + kind(meter.getType()) + " | " + facts.unit() + " | "
                + facts.description() + " | " + tags + " |\n";
    }

    private static String kind(Meter.Type type) {
        return switch (type) {
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case TIMER -> "timer";
            case DISTRIBUTION_SUMMARY -> "summary";
            case LONG_TASK_TIMER, OTHER -> throw new AssertionError("no meter of ours is a " + type);
        };
    }
}
