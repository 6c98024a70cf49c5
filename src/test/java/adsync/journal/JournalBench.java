package adsync.journal;

import static adsync.journal.Pages.ALL;
import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.page;
import static adsync.journal.Pages.person;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/**
 * The journal by itself: objects that come in pages of 1,000, and their acknowledgements in batches of 100, beside the same rows
 * written by bare batches into a store of the same kind.
 */
public final class JournalBench {

    private static final int PAGE = 1000;
    private static final int BATCH = 100;

    private final Random random = new Random(1);
    private final List<ObjectGuid> known = new ArrayList<>();
    private final Journal journal;

    private JournalBench(Journal journal) {
        this.journal = journal;
    }

    /**
     * How fast.
     *
     * @param pages objects a second
     * @param barePages the same rows by bare batches
     * @param acknowledgements objects a second
     * @param bareAcknowledgements the same rows by bare batches
     */
    public record Figures(double pages, double barePages, double acknowledgements, double bareAcknowledgements) {}

    /**
     * Measures.
     *
     * @param folder an empty one
     * @param objects a multiple of 1,000
     */
    public static Figures measure(Path folder, int objects) throws SQLException, IOException {
        Vertx vertx = Vertx.vertx();
        try {
            Path state = folder.resolve("journal");
            Journal journal = Journals.open(vertx, state, Clock.systemUTC(), new SimpleMeterRegistry())
                    .await();
            var bench = new JournalBench(journal);
            var bare = new BareStore(folder.resolve("bare.db"), state.resolve("journal.db"));
            double pages = bench.load(objects);
            double barePages = bare.pages(PAGE);
            double acknowledgements = bench.acknowledge(objects);
            double bareAcknowledgements = bare.acknowledgements(BATCH);
            journal.close().await();
            return new Figures(pages, barePages, acknowledgements, bareAcknowledgements);
        } finally {
            vertx.close().await();
        }
    }

    /** What the pages are made from takes no part. */
    private double load(int objects) {
        journal.commit(containers().commit()).await();
        long nanos = 0;
        for (int number = 0; number < objects; number += PAGE) {
            PageCommit page = people();
            long begin = System.nanoTime();
            journal.commit(page).await();
            nanos += System.nanoTime() - begin;
        }
        return objects * 1e9 / nanos;
    }

    private double acknowledge(int objects) {
        Instant later = Clock.systemUTC().instant().plus(Duration.ofHours(1)); // nobody waits for his manager any more
        long begin = System.nanoTime();
        int shipped = 0;
        while (shipped < objects) {
            List<OutboxRow> rows = journal.claim(ALL, later, BATCH).await();
            journal.settle(rows.stream().map(JournalBench::acknowledged).toList())
                    .await();
            shipped += rows.size();
        }
        return objects * 1e9 / (System.nanoTime() - begin);
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

    private static Settlement acknowledged(OutboxRow row) {
        var digests = new HashMap<String, String>();
        row.shadow().image().attributes().keySet().forEach(name -> digests.put(name, "0123456789abcdef"));
        return new Settlement.Acknowledged(
                row, Pages.SHIPPED, Optional.of(new Link(row.objectGuid().toString(), digests)));
    }
}
