package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the courier of a domain controller wrote down.
 *
 * @param file that it writes to; there is none before it starts
 */
record CourierLog(Path file) {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final Pattern SENT = Pattern.compile("(?m)^(\\S+) (\\d+) events sent");
    private static final Pattern WAIT = Pattern.compile("next delivery in (\\d+) ms");

    /** All of it; empty if there is nothing. */
    String text() {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitWords(String words) {
        await().atMost(SOON).untilAsserted(() -> assertThat(text()).contains(words));
    }

    /** How long the courier meant to wait, after words that it wrote. */
    Duration firstWaitAfter(String words) {
        String rest = await().atMost(SOON).until(() -> text().substring(text().indexOf(words)), WAIT.asPredicate());
        MatchResult told = WAIT.matcher(rest).results().findFirst().orElseThrow();
        return Duration.ofMillis(Long.parseLong(told.group(1)));
    }

    /**
     * How many events the master has answered; at no time more than it takes from one domain controller. A courier that would be
     * quicker, as it is on a machine that has nothing else to do, must have been refused for that.
     */
    int sentAsAllowed(int atOnce, int perSecond) {
        String text = text();
        Instant begun = Instant.parse(text.substring(0, text.indexOf(' ')));
        Matcher sent = SENT.matcher(text);
        int all = 0;
        while (sent.find()) {
            all += Integer.parseInt(sent.group(2));
            long allowed = atOnce
                    + Duration.between(begun, Instant.parse(sent.group(1))).toMillis() * perSecond / 1000;
            assertThat((long) all).as(text).isLessThanOrEqualTo(allowed);
        }
        return all;
    }
}
