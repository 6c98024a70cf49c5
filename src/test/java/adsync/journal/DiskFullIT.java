package adsync.journal;

import static adsync.journal.Pages.SHIPPED;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.guid;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.journal.JournalException.Reason;
import adsync.testing.SmallDisk;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of a few megabytes that runs full and gets room again. Needs the right to mount. */
class DiskFullIT {

    private static final long PAGE = 200;

    @TempDir
    private Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<Journal> opened = new ArrayList<>();
    private @Nullable SmallDisk disk;

    @BeforeEach
    void mountSmallDisk() throws IOException {
        disk = SmallDisk.at(folder, "6m");
    }

    @AfterEach
    void unmount() throws IOException {
        opened.forEach(journal -> journal.close().otherwiseEmpty().await());
        vertx.close().await();
        SmallDisk mounted = disk;
        if (mounted != null) {
            mounted.close();
        }
    }

    private SmallDisk disk() {
        return Objects.requireNonNull(disk);
    }

    private Journal open() {
        Journal journal = Journals.open(vertx, folder, new MovableClock(Pages.NOON), meters)
                .await();
        opened.add(journal);
        return journal;
    }

    private static PageCommit people(int page) {
        Pages pages = page == 0 ? containers() : page();
        for (int index = 0; index < PAGE; index++) {
            pages.created("c", person(1000L + page * PAGE + index, "info", "x".repeat(1500)));
        }
        return pages.commit();
    }

    private static void assertPages(Journal journal, int pages) {
        JournalStatistics statistics = journal.statistics().await();
        assertThat(statistics.objects()).isEqualTo((long) pages * PAGE);
        assertThat(statistics.outbox() + statistics.links()).isEqualTo((long) pages * PAGE);
    }

    @Test
    void a_full_disk_loses_nothing_and_the_journal_goes_on_when_there_is_room() throws IOException {
        Journal journal = open();
        int pages = 0;
        Future<List<Superseded>> last = journal.commit(people(pages));
        while (settled(last).succeeded()) {
            pages++;
            assertThat(pages).as("the disk must run full").isLessThan(100);
            last = journal.commit(people(pages));
        }

        assertThat(last.cause())
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL))
                .hasMessageContaining(folder.toString());
        assertThat(meters.get("adsync.journal.disk.full").counter().count()).isPositive();
        assertThat(pages).isPositive();
        assertPages(journal, pages);
        assertUnwritable(journal, String.valueOf(last.cause().getMessage()));
        assertThat(settled(journal.commit(people(pages))).failed()).isTrue();

        disk().resize("64m");
        journal.commit(people(pages)).await();
        assertThat(journal.statistics().await().unwritable()).isEmpty();
        OutboxRow row = journal.claim(Pages.ALL, Pages.NOON, 1).await().getFirst();
        var link = Optional.of(new Link("account", Map.of()));
        journal.settle(List.of(new Settlement.Acknowledged(row, SHIPPED, link))).await();

        assertPages(journal, pages + 1);
        journal.close().await();
        Journal again = open();
        assertPages(again, pages + 1);
        assertThat(again.shadows(List.of(guid(1000), guid(1000L + pages * PAGE)))
                        .await())
                .hasSize(2);
        again.close().await();
    }

    /** Until something is written: reading, and what changes nothing, needs no room. */
    private static void assertUnwritable(Journal journal, String why) {
        assertThat(journal.statistics().await().unwritable()).isEqualTo(why);
        assertThat(journal.reconcileRequested(guid(3)).await()).isFalse();
        journal.settle(List.of()).await();
        assertThat(journal.statistics().await().unwritable()).as("still").isEqualTo(why);
    }

    @Test
    void a_disk_that_is_full_from_the_start_is_said_to_be_full() throws IOException {
        disk().fill();

        Future<Journal> opening = Journals.open(vertx, folder, new MovableClock(Pages.NOON), meters);

        assertThat(settled(opening).cause())
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL));
    }

    @Test
    void a_folder_on_a_disk_that_is_read_only_is_refused() throws IOException {
        disk().protect();

        Future<Journal> opening = Journals.open(vertx, folder, new MovableClock(Pages.NOON), meters);

        assertThat(settled(opening).cause())
                .isInstanceOfSatisfying(
                        JournalException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(Reason.INACCESSIBLE))
                .hasMessageStartingWith("The state folder " + folder + " is not writable");
    }

    /** Waits for the end of a call, whatever it is. */
    private static <T> Future<T> settled(Future<T> future) {
        future.otherwiseEmpty().await();
        return future;
    }
}
