package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Looks for secrets in files, in every form that they may have there. */
final class SecretSearch {

    /** What three octets become in Base64. */
    private static final int GROUP = 4;

    private static final int SHORTEST = 12;

    private final Map<String, List<byte[]>> forms;

    /** The octets that one of them begins with: a heap is large, and is gone through once. */
    private final boolean[] begins = new boolean[256];

    /** For these, none of which may be short: it would be found by chance. */
    SecretSearch(List<String> secrets) {
        assertThat(secrets).allMatch(secret -> secret.length() >= SHORTEST);
        forms = new TreeMap<>(Map.of(
                "UTF-8", secrets.stream().map(secret -> secret.getBytes(UTF_8)).toList(),
                "UTF-16",
                        secrets.stream()
                                .map(secret -> secret.getBytes(UTF_16LE))
                                .toList(),
                "Base64", secrets.stream().flatMap(SecretSearch::encoded).toList()));
        forms.values().stream().flatMap(List::stream).forEach(wanted -> begins[wanted[0] & 0xFF] = true);
    }

    /** Wherever it begins in what was encoded. */
    private static Stream<byte[]> encoded(String secret) {
        return Stream.of("", "x", "xx")
                .map(before -> (before + secret).getBytes(UTF_8))
                .flatMap(octets -> Stream.of(Base64.getUrlEncoder(), Base64.getEncoder())
                        .map(encoder -> encoder.withoutPadding().encode(octets)))
                .map(text -> Arrays.copyOfRange(text, GROUP, text.length - text.length % GROUP - GROUP));
    }

    /** In which forms one of them is in a file. */
    Set<String> found(Path file) throws IOException {
        byte[] octets = Files.readAllBytes(file);
        Set<String> found = new TreeSet<>();
        for (int at = 0; at < octets.length; at++) {
            if (begins[octets[at] & 0xFF]) {
                addFoundAt(octets, at, found);
            }
        }
        return found;
    }

    private void addFoundAt(byte[] octets, int at, Set<String> found) {
        forms.forEach((form, all) -> {
            if (all.stream().anyMatch(wanted -> isAt(octets, at, wanted))) {
                found.add(form);
            }
        });
    }

    /** The files of a folder in which one of them is, with the forms. */
    Map<String, Set<String>> foundBelow(Path folder) throws IOException {
        Map<String, Set<String>> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path one : files.filter(Files::isRegularFile).toList()) {
                Set<String> here = found(one);
                if (!here.isEmpty()) {
                    all.put(folder.relativize(one).toString(), here);
                }
            }
        }
        return all;
    }

    private static boolean isAt(byte[] octets, int at, byte[] wanted) {
        int end = at + wanted.length;
        return end <= octets.length && Arrays.equals(octets, at, end, wanted, 0, wanted.length);
    }

    /** Writes down the whole heap of a process, with what is no longer used. */
    static void dumpHeap(long pid, Path to) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.heap_dump", "-all", to.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(to).isNotEmptyFile();
    }
}
