package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** Measures the journal: a load in pages, surveys, small commits, and shipping while pages come in. */
final class JournalBench {

    private static final int PAGE = 1000;

    private final Random random = new Random(1);
    private final List<ObjectGuid> known = new ArrayList<>();
    private final Journal journal;

    private JournalBench(Journal journal) {
        this.journal = journal;
    }

    /** Takes a state folder, which must be empty, and the number of objects. */
    public static void main(String[] arguments) {
        Vertx vertx = Vertx.vertx();
        Path state = Path.of(arguments[0]);
        Journal journal = open(vertx, state);
        var bench = new JournalBench(journal);
        bench.load(Integer.parseInt(arguments[1]) / PAGE);
        bench.survey();
        bench.commitSmall();
        bench.ship(false);
        bench.ship(true);
        journal.close().await();
        long start = System.nanoTime();
        open(vertx, state).close().await();
        print("re-open and close", start, 1);
        vertx.close().await();
    }

    private static Journal open(Vertx vertx, Path state) {
        return Journals.open(vertx, state, Clock.systemUTC(), new SimpleMeterRegistry())
                .await();
    }

    private void load(int pages) {
        journal.commit(containers().commit()).await();
        List<Long> times = new ArrayList<>();
        long start = System.nanoTime();
        double cpuBefore = writerSeconds();
        for (int number = 0; number < pages; number++) {
            PageCommit page = people();
            long begin = System.nanoTime();
            journal.commit(page).await();
            times.add(System.nanoTime() - begin);
        }
        print("load, with the making of the pages", start, pages * PAGE);
        long inJournal = times.stream().mapToLong(Long::longValue).sum();
        System.out.printf("load, in the journal only: %.0f objects/s%n", pages * PAGE * 1e9 / inJournal);
        System.out.printf(
                "load, by a second of CPU time of the writer: %.0f objects/s%n",
                pages * PAGE / (writerSeconds() - cpuBefore));
        percentiles("page of " + PAGE, times);
    }

    /** What the writer's thread used: says more than the clock on a machine that others use, too. */
    private static double writerSeconds() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("adsync-journal-writer"))
                        .mapToLong(thread -> threads.getThreadCpuTime(thread.threadId()))
                        .sum()
                / 1e9;
    }

    private PageCommit people() {
        Pages page = page().enumerating();
        for (int index = 0; index < PAGE; index++) {
            page.created("0123456789abcdef", someone());
        }
        return page.commit();
    }

    private Image someone() {
        var guid = new ObjectGuid(new UUID(random.nextLong(), random.nextLong()));
        String manager = known.isEmpty()
                ? guid.toString()
                : known.get(random.nextInt(Math.min(known.size(), 500))).toString();
        known.add(guid);
        Image template = person(
                known.size(),
                "displayName",
                "Person Number " + known.size(),
                "mail",
                "person." + known.size() + "@example.com",
                "sAMAccountName",
                "person" + known.size(),
                "userPrincipalName",
                "person." + known.size() + "@example.com",
                "userAccountControl",
                "512",
                "department",
                "Sales and Marketing",
                "title",
                "Engineer",
                "telephoneNumber",
                "+49 30 1234567",
                "streetAddress",
                "Unter den Linden 1",
                "manager",
                manager,
                "proxyAddresses",
                "SMTP:person." + known.size() + "@example.com",
                "description",
                "x".repeat(300));
        return new Image(guid, Pages.SALES, template.rdn(), template.dn(), template.usn(), template.attributes());
    }

    private void survey() {
        long start = System.nanoTime();
        journal.statistics().await();
        print("statistics", start, 1);
        List<Long> times = new ArrayList<>();
        for (int round = 0; round < 50; round++) {
            long begin = System.nanoTime();
            journal.shadows(known.subList(round * PAGE, (round + 1) * PAGE)).await();
            times.add(System.nanoTime() - begin);
        }
        percentiles("shadows of " + PAGE, times);
        start = System.nanoTime();
        List<ObjectGuid> page = journal.below(Pages.ROOT, null, PAGE).await();
        while (page.size() == PAGE) {
            page = journal.below(Pages.ROOT, page.getLast(), PAGE).await();
        }
        print("below the root, in pages of " + PAGE, start, known.size());
        start = System.nanoTime();
        page = journal.unseen(Pages.CONTEXT.guid(), 2, null, PAGE).await();
        while (page.size() == PAGE) {
            page = journal.unseen(Pages.CONTEXT.guid(), 2, page.getLast(), PAGE).await();
        }
        print("unseen, in pages of " + PAGE, start, known.size());
    }

    private void commitSmall() {
        List<Long> times = new ArrayList<>();
        for (int index = 0; index < 2000; index++) {
            PageCommit page = page().created("0123456789abcdef", someone()).commit();
            long begin = System.nanoTime();
            journal.commit(page).await();
            times.add(System.nanoTime() - begin);
        }
        percentiles("commit of one object", times);
    }

    private void ship(boolean whilePagesComeIn) {
        List<Long> claims = new ArrayList<>();
        List<Long> settlements = new ArrayList<>();
        Future<?> loading = Future.succeededFuture();
        long start = System.nanoTime();
        double cpuBefore = writerSeconds();
        int shipped = 0;
        for (int round = 0; round < 100; round++) {
            if (whilePagesComeIn && loading.isComplete()) {
                loading = journal.commit(people());
            }
            long begin = System.nanoTime();
            List<OutboxRow> rows =
                    journal.claim(ALL, Clock.systemUTC().instant(), 100).await();
            claims.add(System.nanoTime() - begin);
            begin = System.nanoTime();
            journal.settle(rows.stream().map(JournalBench::acknowledged).toList())
                    .await();
            settlements.add(System.nanoTime() - begin);
            shipped += rows.size();
        }
        loading.await();
        System.out.printf("by a second of CPU time of the writer: %.0f/s%n", shipped / (writerSeconds() - cpuBefore));
        print("ship" + (whilePagesComeIn ? " while pages come in" : ""), start, shipped);
        percentiles("claim of 100", claims);
        percentiles("settlement of 100", settlements);
    }

    private static Settlement acknowledged(OutboxRow row) {
        var digests = new HashMap<String, String>();
        row.shadow().image().attributes().keySet().forEach(name -> digests.put(name, "0123456789abcdef"));
        return new Settlement.Acknowledged(
                row, Pages.SHIPPED, Optional.of(new Link(row.objectGuid().toString(), digests)));
    }

    private static void print(String what, long start, int count) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e9;
        System.out.printf("%s: %.3f s, %.0f/s%n", what, seconds, count / seconds);
    }

    private static void percentiles(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                "%s: p50 %.2f ms, p99 %.2f ms%n",
                what, sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 99 / 100) / 1e6);
    }
}
