package adsync.journal;

import static adsync.journal.Pages.checkpoint;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that commits pages is killed at any instant: what it reported is there, and no page is half there. */
class KillIT {

    private static final int KILLS = 8;
    private static final int PAGE = 50;
    private static final long FIRST = 1000;

    /** Its end shows that the kill did not cut it. */
    private static final Pattern REPORT = Pattern.compile("committed (\\d+)\\.");

    @TempDir
    private Path state;

    /** Commits page after page, going on where the checkpoint is, and prints each number after its commit. */
    static final class Committer {

        private Committer() {}

        public static void main(String[] arguments) {
            Vertx vertx = Vertx.vertx();
            Journal journal = open(vertx, Path.of(arguments[0]));
            for (long number = pages(journal) + 1; true; number++) {
                Pages page = number == 1 ? containers() : page();
                for (int index = 0; index < PAGE; index++) {
                    long person = FIRST + number * PAGE + index;
                    page.created("c" + person, person(person, "info", "x".repeat(1000)));
                }
                page.at(checkpoint(number, Pages.DATABASE));
                journal.commit(page.commit()).await();
                System.out.println("committed " + number + ".");
            }
        }
    }

    private static Journal open(Vertx vertx, Path state) {
        return Journals.open(vertx, state, Clock.systemUTC(), new SimpleMeterRegistry())
                .await();
    }

    /** How many pages the checkpoint stands for. */
    private static long pages(Journal journal) {
        return journal.checkpoint(Pages.CONTEXT.guid())
                .await()
                .map(Checkpoint::epoch)
                .orElse(0L);
    }

    @Test
    void nothing_reported_is_lost_and_no_page_is_half_there() throws IOException, InterruptedException {
        Random random = new Random(42);
        long reported = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            reported = commitUntilKilled(reported + 3 + random.nextInt(40), reported);

            Vertx vertx = Vertx.vertx();
            Journal journal = open(vertx, state);
            assertWhole(journal, reported);
            journal.close().await();
            vertx.close().await();
        }
    }

    /** Returns the last page that was reported before the kill. */
    private long commitUntilKilled(long enough, long before) throws IOException, InterruptedException {
        Process process = Child.start(Committer.class, state.toString());
        long reported = before;
        try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
            String line = output.readLine();
            while (line != null) {
                Matcher report = REPORT.matcher(line);
                if (report.matches()) {
                    reported = Long.parseLong(report.group(1));
                }
                if (reported >= enough) {
                    process.toHandle().destroyForcibly(); // leaves the output that is still to be read
                }
                line = output.readLine();
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(reported).isGreaterThanOrEqualTo(enough);
        return reported;
    }

    private static void assertWhole(Journal journal, long reported) {
        long pages = pages(journal);
        assertThat(pages).isGreaterThanOrEqualTo(reported);
        JournalStatistics statistics = journal.statistics().await();
        assertThat(statistics.objects()).isEqualTo(pages * PAGE);
        assertThat(statistics.outbox()).isEqualTo(pages * PAGE);
        List<ObjectGuid> all = LongStream.range(FIRST + PAGE, FIRST + (pages + 1) * PAGE)
                .mapToObj(Pages::guid)
                .toList();
        assertThat(journal.shadows(all).await()).hasSize(all.size());
    }
}
