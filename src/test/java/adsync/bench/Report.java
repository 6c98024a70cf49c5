package adsync.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All rounds, their medians as a table, and everything as JSON. */
final class Report {

    private final List<Round> rounds = new ArrayList<>();

    void add(Round round) {
        rounds.add(round);
        System.out.printf(Locale.ROOT, "round: %s%n", round.row());
        round.figures().forEach((name, value) -> System.out.printf(Locale.ROOT, "    %-32s %10.2f%n", name, value));
    }

    /** The table: a line a row, and below it its other figures. */
    void print() {
        System.out.printf(
                Locale.ROOT,
                "%n%-68s %-8s %10s %10s %7s %15s  load average %.1f%n",
                "row (median of its rounds)",
                "unit",
                "service",
                "baseline",
                "ratio",
                "ratios",
                loadAverage());
        byRow().forEach((row, of) -> {
            System.out.printf(
                    Locale.ROOT,
                    "%-68s %-8s %10.1f %10.1f %7.2f %7.2f-%7.2f%n",
                    row,
                    of.getFirst().unit(),
                    median(of, "service"),
                    median(of, "baseline"),
                    median(of, "ratio"),
                    values(of, "ratio").getFirst(),
                    values(of, "ratio").getLast());
            of.getFirst().figures().keySet().stream()
                    .filter(name -> !List.of("service", "baseline", "ratio").contains(name))
                    .forEach(name -> System.out.printf(Locale.ROOT, "    %-64s %19.2f%n", name, median(of, name)));
        });
    }

    void write(Path file) throws IOException {
        JsonArray rows = new JsonArray();
        byRow().forEach((row, of) -> {
            JsonObject figures = new JsonObject();
            of.getFirst()
                    .figures()
                    .keySet()
                    .forEach(name -> figures.put(
                            name,
                            new JsonObject()
                                    .put("median", median(of, name))
                                    .put("sorted", new JsonArray(values(of, name)))));
            rows.add(new JsonObject()
                    .put("row", row)
                    .put("unit", of.getFirst().unit())
                    .put("figures", figures));
        });
        var report = new JsonObject()
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("loadAverage", loadAverage())
                .put("java", System.getProperty("java.version"))
                .put("rows", rows);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, report.encodePrettily());
    }

    private static double loadAverage() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private Map<String, List<Round>> byRow() {
        Map<String, List<Round>> rows = new LinkedHashMap<>();
        rounds.forEach(round ->
                rows.computeIfAbsent(round.row(), row -> new ArrayList<>()).add(round));
        return rows;
    }

    private static List<Double> values(List<Round> of, String name) {
        return of.stream()
                .map(round -> round.figures().getOrDefault(name, Double.NaN))
                .sorted()
                .toList();
    }

    private static double median(List<Round> of, String name) {
        List<Double> values = values(of, name);
        return values.get(values.size() / 2);
    }
}
