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
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running service really publishes. */
class MetricsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

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
