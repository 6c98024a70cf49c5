package adsync.bench;

import adsync.journal.JournalBench;
import adsync.testing.SambaDomain;
import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The program behind {@code scripts/bench}, which says how it is called. */
final class Bench {

    private static final Set<String> WITHOUT_SAMBA = Set.of("standing", "journal", "throughput", "counts", "heap");

    private static final List<Integer> TOUCHED = List.of(1_000, 10_000);

    private static final Set<String> ROWS = new TreeSet<>(Set.of(
            "load",
            "load-shared",
            "load-scimmy",
            "touched",
            "touched-connid",
            "latency",
            "preview",
            "standing",
            "journal",
            "throughput",
            "counts",
            "heap"));

    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("--users", "10000"),
            Map.entry("--members", "50000"),
            Map.entry("--few", "20000"),
            Map.entry("--many", "200000"),
            Map.entry("--rounds", "3"),
            Map.entry("--rows", String.join(",", ROWS)),
            Map.entry("--json", "target/bench.json"));

    private final Map<String, String> options;
    private final Path folder;
    private final Report report = new Report();

    private Bench(Map<String, String> options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /** Takes {@code --name value} pairs. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>(DEFAULTS);
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        Path folder = Files.createTempDirectory("adsync-bench");
        try {
            new Bench(options, folder).run();
        } finally {
            delete(folder);
        }
        System.exit(0); // the HTTP clients' threads would keep it for a while
    }

    private void run() throws Exception {
        Set<String> rows =
                new TreeSet<>(List.of(options.getOrDefault("--rows", "").split(",")));
        for (int number = 0; number < number("--rounds"); number++) {
            if (rows.contains("journal")) {
                journal();
            }
            if (rows.contains("throughput")) {
                report.add(new Throughput(folder, jvm()).round(number("--users")));
            }
            if (rows.contains("heap")) {
                new Heap(folder).rounds(number("--few"), number("--many")).forEach(report::add);
            }
            if (rows.contains("counts")) {
                new Counts(folder).rounds(number("--members")).forEach(report::add);
            }
            if (rows.contains("standing")) {
                new Standing(folder).rounds(number("--users")).forEach(report::add);
            }
        }
        rows.removeAll(WITHOUT_SAMBA);
        if (!rows.isEmpty()) {
            onSamba(rows);
        }
        report.print();
        report.write(Path.of(options.getOrDefault("--json", "target/bench.json")));
    }

    private void onSamba(Set<String> rows) throws Exception {
        String home = options.get("--samba");
        if (home != null) {
            measure(Place.running(Path.of(home)), rows);
        } else {
            try (SambaDomain samba = SambaDomain.fresh()) {
                System.out.println("seeding " + options.get("--users") + " users into Samba ...");
                samba.seed(number("--users"));
                measure(Place.of(samba), rows);
            }
        }
    }

    private void measure(Place samba, Set<String> rows) throws Exception {
        for (int number = 0; number < number("--rounds"); number++) {
            if (rows.contains("load") && Processors.several()) {
                report.add(Processors.apart(
                        samba, () -> load(samba, "SCIM-SDK", () -> ProviderProcess.start(Processors.provider()))));
            }
            if (rows.contains("load-shared") || (rows.contains("load") && !Processors.several())) {
                report.add(load(samba, "SCIM-SDK on the same processors", ProviderProcess::start));
            }
            if (rows.contains("load-scimmy")) {
                report.add(load(
                        samba,
                        "scimmy on the same processors",
                        () -> ScimmyServer.start(ScimmyServer.Login.BASIC, Map.of())));
            }
            if (rows.contains("touched") || rows.contains("touched-connid")) {
                new TouchedUsers(samba, folder, rows.contains("touched"), rows.contains("touched-connid"))
                        .rounds(number("--users"), TOUCHED)
                        .forEach(report::add);
            }
            if (rows.contains("preview")) {
                report.add(new FirstPreview(samba, folder).round(number("--users")));
            }
            if (rows.contains("latency")) {
                for (Round round : new Latency(folder).rounds(samba, number)) {
                    report.add(round);
                }
            }
        }
    }

    private Round load(Place samba, String kind, Supplier<ScimServer> servers) throws Exception {
        var load = new InitialLoad(samba, folder, kind, servers, jvm(), "yes".equals(options.get("--alone")));
        return load.round(number("--users"));
    }

    private List<String> jvm() {
        String more = options.get("--jvm");
        return more == null ? List.of() : List.of(more.split(" "));
    }

    private void journal() throws IOException, SQLException {
        var figures = JournalBench.measure(Files.createTempDirectory(folder, "journal"), number("--users"));
        var pages = new Round("journal, pages of 1,000", "objects/s", figures.pages());
        pages.baseline(figures.barePages(), figures.pages());
        report.add(pages);
        var acknowledgements = new Round("journal, acknowledgements", "objects/s", figures.acknowledgements());
        acknowledgements.baseline(figures.bareAcknowledgements(), figures.acknowledgements());
        report.add(acknowledgements);
    }

    private int number(String name) {
        return Integer.parseInt(options.getOrDefault(name, "0"));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
