package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.PasswordReceiver;
import adsync.observe.DocumentedMeter;
import adsync.observe.MeterTag;
import adsync.testing.OurMeters;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running service really publishes. */
class MetricsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern COUNTED =
            Pattern.compile("increase\\((?<name>adsync_\\w+)(\\{(?<tag>\\w+)=~?\"(?<values>[^\"]+)\"\\})?\\[");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    @TempDir
    private Path folder;

    @Test
    void every_documented_meter_is_published_with_its_help_and_its_tags_and_no_other_is() throws IOException {
        try (var directory = EmbeddedDirectory.start();
                var provider = SdkScimServer.start();
                var service =
                        Service.start(Service.configuration(folder, inhabited(directory), provider, passwords()))) {
            await().atMost(SOON).until(() -> provider.users().size() == 5);
            directory.faults().closeAllConnections();
            await().atMost(SOON).until(() -> service.meter("adsync_listener_failures_total") >= 1);

            List<String> published = service.get("/metrics").body().lines().toList();

            List<DocumentedMeter> ours = OurMeters.all();
            ours.forEach(meter -> assertPublished(meter, published));
            assertThat(names(published))
                    .containsExactlyInAnyOrderElementsOf(
                            ours.stream().map(OurMeters::prometheusName).toList());
        }
    }

    /** Else the first event would be no increase to Prometheus. Where a series cannot be there, the alert looks for a new one. */
    @Test
    void what_an_alert_counts_from_the_first_on_is_published_before_it() throws IOException {
        try (var directory = EmbeddedDirectory.start();
                var provider = SdkScimServer.start();
                var service =
                        Service.start(Service.configuration(folder, inhabited(directory), provider, passwords()))) {
            List<String> published = service.get("/metrics").body().lines().toList();

            List<MatchResult> counted = Files.readAllLines(Path.of("monitoring", "alerts.yml")).stream()
                    .filter(line -> line.strip().startsWith("expr:") && line.endsWith("> 0"))
                    .flatMap(line -> COUNTED.matcher(line).results())
                    .toList();
            assertThat(counted).hasSizeGreaterThan(3);
            for (MatchResult one : counted) {
                assertThat(series(one))
                        .allSatisfy(series -> assertThat(published).contains(series + " 0.0"));
            }
        }
    }

    /** Those that an alert names, or all that are documented. */
    private static List<String> series(MatchResult counted) {
        String name = counted.group("name");
        if (counted.group("tag") != null) {
            return Arrays.stream(counted.group("values").split("\\|", -1))
                    .map(value -> name + "{" + counted.group("tag") + "=\"" + value + "\"}")
                    .toList();
        }
        return OurMeters.all().stream()
                .filter(meter -> OurMeters.prometheusName(meter).equals(name))
                .flatMap(meter -> meter.facts().tags().isEmpty()
                        ? Stream.of(name)
                        : Arrays.stream(meter.facts().tags().getFirst().values().split(", ", -1))
                                .map(value -> name + "{"
                                        + meter.facts().tags().getFirst().name() + "=\"" + value + "\"}"))
                .toList();
    }

    private static EmbeddedDirectory inhabited(EmbeddedDirectory directory) {
        directory.seedPeople(5);
        return directory;
    }

    private String passwords() throws IOException {
        var receiver = new PasswordReceiver(Clock.systemUTC());
        Files.writeString(folder.resolve("keys.jws"), receiver.keySet());
        return "passwords: {listen: \"127.0.0.1:0\", name: \"127.0.0.1:8443\", keySet: keys.jws, rootKey: %s}"
                .formatted(receiver.rootKey());
    }

    private static void assertPublished(DocumentedMeter meter, List<String> published) {
        String name = OurMeters.prometheusName(meter);
        assertThat(published)
                .as(meter.getName())
                .contains(
                        "# HELP " + name + " " + meter.facts().description(),
                        "# TYPE " + name + " " + kind(meter, published));
        var tags = new TreeSet<String>();
        published.stream()
                .filter(line -> line.startsWith(name) && !line.startsWith(name + "_max"))
                .forEach(line -> LABEL.matcher(line).results().forEach(label -> tags.add(label.group(1))));
        tags.remove("le");
        assertThat(tags)
                .as("tags of %s", name)
                .containsExactlyInAnyOrderElementsOf(
                        meter.facts().tags().stream().map(MeterTag::name).toList());
        meter.facts().tags().stream()
                .filter(tag -> !tag.all().isEmpty())
                .forEach(
                        tag -> assertThat(values(tag, name, published)).as(name).isSubsetOf(tag.all()));
    }

    private static List<String> values(MeterTag tag, String name, List<String> published) {
        return published.stream()
                .filter(line -> line.startsWith(name + "{"))
                .flatMap(line -> LABEL.matcher(line).results())
                .filter(label -> label.group(1).equals(tag.name()))
                .map(label -> label.group(2))
                .toList();
    }

    private static String kind(DocumentedMeter meter, List<String> published) {
        String name = OurMeters.prometheusName(meter);
        boolean histogram = published.stream().anyMatch(line -> line.startsWith(name + "_bucket"));
        return meter.getType() == Meter.Type.COUNTER
                ? "counter"
                : meter.getType() == Meter.Type.GAUGE ? "gauge" : histogram ? "histogram" : "summary";
    }

    /** The largest value of a timer or summary is a meter of its own to Prometheus, and no news to the reader. */
    private static List<String> names(List<String> published) {
        return published.stream()
                .filter(line -> line.startsWith("# TYPE adsync_"))
                .map(line -> line.split(" ", -1)[2])
                .filter(name -> !name.endsWith("_max"))
                .toList();
    }
}
