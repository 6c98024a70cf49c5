package adsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.OurMeters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every alert speaks of meters that there are, has a test that it fires and resolves, and a page that says what to do. */
class AlertsTest {

    private static final Path MONITORING = Path.of("monitoring");
    private static final String PAGE = "docs/operations.md";

    private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
    private static final Pattern METER = Pattern.compile("\\badsync_[a-z0-9_]+");

    /** What Prometheus adds to the name of a timer or a summary. */
    private static final Pattern SERIES_ENDING = Pattern.compile("_(bucket|count|sum|max)$");

    static List<String> alerts() throws IOException {
        return found(ALERT, "alerts.yml", 1);
    }

    @Test
    void there_are_alerts() throws IOException {
        assertThat(alerts()).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_alert_leads_to_its_page(String alert) throws IOException {
        String rules = Files.readString(MONITORING.resolve("alerts.yml"));
        String rule = rules.substring(rules.indexOf("- alert: " + alert + "\n"));
        String page = Files.readString(Path.of(PAGE));
        String heading = "\n### " + alert + "\n";

        assertThat(rule.lines().takeWhile(line -> !line.isBlank()))
                .anyMatch(line -> line.strip().startsWith("severity:") || line.contains("{severity:"))
                .anyMatch(line -> line.strip().startsWith("summary: "))
                .anyMatch(line -> line.strip().startsWith("action: "))
                .anyMatch(line -> line.strip().equals("runbook_url: " + PAGE + "#" + alert.toLowerCase(Locale.ROOT)));
        assertThat(page).containsOnlyOnce(heading);
        String section = page.substring(page.indexOf(heading) + heading.length());
        assertThat(section.substring(0, section.indexOf("\n#")))
                .contains("**Cause.**")
                .contains("**Check.**")
                .contains("**Mend.**");
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void a_test_has_an_alert_silent_then_firing_then_resolved(String alert) throws IOException {
        String tests = Files.readString(MONITORING.resolve("alerts-test.yml"));

        // The same series, so that what is quiet at the end is what fired, and a threshold or a wait that is lost is
        // seen.
        assertThat(tests.split("\n  - name: ", -1)).anySatisfy(group -> {
            List<Integer> fires = minutes(group, "- eval_time: (\\d+)m\n +alertname: " + alert + "\n +exp_alerts:\n");
            List<Integer> silent = minutes(group, "\\{eval_time: (\\d+)m, alertname: " + alert + "\\}");
            assertThat(fires).isNotEmpty();
            assertThat(silent)
                    .anyMatch(minute -> minute < Collections.min(fires))
                    .anyMatch(minute -> minute > Collections.max(fires));
        });
    }

    private static List<Integer> minutes(String group, String expression) {
        return Pattern.compile(expression)
                .matcher(group)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }

    @Test
    void a_page_is_of_an_alert() throws IOException {
        String page = Files.readString(Path.of(PAGE));

        assertThat(Pattern.compile("(?m)^### (Adsync\\w+)$").matcher(page).results())
                .extracting(heading -> heading.group(1))
                .containsExactlyInAnyOrderElementsOf(alerts());
    }

    @Test
    void alerts_and_dashboard_speak_of_meters_that_there_are() throws IOException {
        List<String> known =
                OurMeters.all().stream().map(OurMeters::prometheusName).toList();

        Stream<String> named = Stream.of("alerts.yml", "alerts-test.yml", "dashboard.json")
                .flatMap(file -> meters(file).stream())
                .distinct();
        assertThat(named)
                .isNotEmpty()
                .allSatisfy(meter -> assertThat(known)
                        .containsAnyOf(meter, SERIES_ENDING.matcher(meter).replaceFirst("")));
    }

    private static List<String> meters(String file) {
        try {
            return found(METER, file, 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> found(Pattern pattern, String file, int group) throws IOException {
        return pattern.matcher(Files.readString(MONITORING.resolve(file)))
                .results()
                .map((MatchResult result) -> result.group(group))
                .toList();
    }
}
