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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks for secrets in files, in every form that they may have there. */
final class SecretSearch {

    /** What three octets become in Base64. */
    private static final int GROUP = 4;

    private static final int SHORTEST = 12;

    private final Map<String, List<byte[]>> forms;

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
        return forms.entrySet().stream()
                .filter(form -> form.getValue().stream().anyMatch(wanted -> contains(octets, wanted)))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
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

    private static boolean contains(byte[] octets, byte[] wanted) {
        for (int at = 0; at + wanted.length <= octets.length; at++) {
            if (octets[at] == wanted[0] && Arrays.equals(octets, at, at + wanted.length, wanted, 0, wanted.length)) {
                return true;
            }
        }
        return false;
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
