package adsync.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** How large a running service is, seen from outside: by the system, by its metrics and by its files. */
final class Vitals {

    private static final double MEBIBYTE = 1 << 20;

    private final long process;
    private final URI metrics;
    private final Path state;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * Of a service on this machine.
     *
     * @param port of its metrics
     * @param state its state folder
     */
    Vitals(long process, int port, Path state) {
        this.process = process;
        this.metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
        this.state = state;
    }

    /**
     * A look at it.
     *
     * @param heap mebibytes that are reachable: what a full collection leaves
     * @param resident mebibytes of the process
     * @param journal mebibytes of the journal's files
     * @param outbox rows that wait
     */
    record Sample(double heap, double resident, double threads, double descriptors, double journal, double outbox) {

        static final String HEADINGS = String.format(
                Locale.ROOT,
                "%8s %9s %10s %12s %8s %12s %12s %8s",
                "minutes",
                "changes",
                "heap MiB",
                "resident MiB",
                "threads",
                "descriptors",
                "journal MiB",
                "outbox");

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%10.1f %12.1f %8.0f %12.0f %12.1f %8.0f",
                    heap,
                    resident,
                    threads,
                    descriptors,
                    journal,
                    outbox);
        }
    }

    Sample sample() throws IOException, InterruptedException {
        collect();
        String page = client.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                .body();
        return new Sample(
                meter(page, "jvm_memory_used_bytes{area=\"heap\"") / MEBIBYTE,
                resident(),
                count("task"),
                count("fd"),
                journal() / MEBIBYTE,
                meter(page, "adsync_journal_outbox_objects"));
    }

    /**
     * Whether nothing grew from the second quarter to the last, beyond what varies from look to look; says what did.
     *
     * @param samples in equal distances
     */
    static boolean flat(List<Sample> samples) {
        return Stream.of(
                        flat("heap", samples, Sample::heap, 1.1, 3),
                        flat("resident memory", samples, Sample::resident, 1.1, 10),
                        flat("threads", samples, Sample::threads, 1, 6),
                        flat("descriptors", samples, Sample::descriptors, 1, 10),
                        flat("journal", samples, Sample::journal, 1.1, 4))
                .allMatch(flat -> flat);
    }

    private static boolean flat(
            String what, List<Sample> samples, ToDoubleFunction<Sample> of, double factor, double more) {
        int quarter = samples.size() / 4;
        double before = median(samples.subList(quarter, 2 * quarter), of);
        double after = median(samples.subList(3 * quarter, samples.size()), of);
        boolean flat = after <= before * factor + more;
        System.out.printf(
                Locale.ROOT,
                "%-16s %8.1f in the second quarter, %8.1f in the last: %s%n",
                what,
                before,
                after,
                flat ? "flat" : "GROWS");
        return flat;
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> of) {
        double[] sorted = samples.stream().mapToDouble(of).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private void collect() throws IOException, InterruptedException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        int exit = new ProcessBuilder(tool, Long.toString(process), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("jcmd cannot reach process " + process);
        }
    }

    private static double meter(String page, String series) {
        return page.lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private double resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(process), "status"))) {
            String kibibytes = lines.filter(line -> line.startsWith("VmRSS:"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll("\\D", "");
            return Double.parseDouble(kibibytes) / 1024;
        }
    }

    private double count(String folder) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process), folder))) {
            return files.count();
        }
    }

    private double journal() throws IOException {
        double octets = 0;
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.filter(each -> each.getFileName().toString().startsWith("journal.db"))
                    .toList()) {
                octets += Files.size(file);
            }
        }
        return octets;
    }
}
