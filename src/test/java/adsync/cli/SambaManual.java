package adsync.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What is written down for whoever installs the adapter for Samba: the tests do that. */
final class SambaManual {

    static final Path ADAPTER = Path.of("scripts/samba").toAbsolutePath();

    private static final String SCHEMES = "password hash userPassword schemes = CryptSHA512:rounds=";
    private static final String START = "ExecStart=/usr/local/lib/adsync/adsync-samba ";

    private SambaManual() {}

    /** The setting of Samba that the manual asks for. */
    static String hashes() {
        return lines("README.md").stream()
                .map(String::strip)
                .filter(line -> line.startsWith(SCHEMES))
                .findFirst()
                .orElseThrow();
    }

    /** What a unit starts, and nothing besides. */
    static String command(String unit) {
        return lines(unit).stream()
                .filter(line -> line.startsWith("Exec"))
                .reduce((one, other) -> one + "\n" + other)
                .filter(line -> line.startsWith(START))
                .map(line -> line.substring(START.length()))
                .orElseThrow();
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(ADAPTER.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
