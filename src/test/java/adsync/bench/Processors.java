package adsync.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The processors we may use, in two halves, so that a provider does not compete with the service for them: in reality it is
 * another machine.
 */
final class Processors {

    private static final Pattern RANGE = Pattern.compile("([0-9]+)(?:-([0-9]+))?");
    private static final List<Integer> ALL = allowed();

    private Processors() {}

    /** Something that is measured. */
    @FunctionalInterface
    interface Measurement {

        /** Measures. */
        Round measure() throws Exception;
    }

    /** Whether there are two halves. */
    static boolean several() {
        return ALL.size() > 1;
    }

    /** The half of the provider, as {@code taskset -c} takes it. */
    static String provider() {
        return list(ALL.subList(ALL.size() / 2, ALL.size()));
    }

    /** Measures while this process, what it starts, and a directory's processes have the half that is not the provider's. */
    static Round apart(Place place, Measurement measurement) throws Exception {
        var ended = new Thread(() -> giveBack(place)); // a directory that ran before goes on when we are ended
        Runtime.getRuntime().addShutdownHook(ended);
        place(place, list(ALL.subList(0, ALL.size() / 2)));
        try {
            return measurement.measure();
        } finally {
            place(place, list(ALL));
            Runtime.getRuntime().removeShutdownHook(ended);
        }
    }

    private static void giveBack(Place place) {
        try {
            place(place, list(ALL));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void place(Place place, String processors) throws IOException, InterruptedException {
        List<Long> processes = new ArrayList<>(List.of(ProcessHandle.current().pid()));
        processes.addAll(place.processes());
        for (long process : processes) {
            var taskset = new ProcessBuilder("taskset", "--all-tasks", "-cp", processors, Long.toString(process));
            taskset.redirectOutput(ProcessBuilder.Redirect.DISCARD);
            int code = taskset.redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("the processors of process " + process + " cannot be set");
            }
        }
    }

    /** From the system, because the JVM only knows how many. */
    private static List<Integer> allowed() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String allowed = lines.filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .findFirst()
                    .orElseThrow();
            List<Integer> processors = new ArrayList<>();
            Matcher ranges = RANGE.matcher(allowed);
            while (ranges.find()) {
                int first = Integer.parseInt(ranges.group(1));
                int last = ranges.group(2) == null ? first : Integer.parseInt(ranges.group(2));
                IntStream.rangeClosed(first, last).forEach(processors::add);
            }
            return List.copyOf(processors);
        } catch (IOException e) {
            throw new IllegalStateException("the system does not tell which processors there are", e);
        }
    }

    private static String list(List<Integer> processors) {
        return processors.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
