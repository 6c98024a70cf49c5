package adsync.cli;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.ScimServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A configuration file that works, and what a test makes of it. */
final class Sample {

    private final Path folder;
    private final Map<String, String> values = new LinkedHashMap<>();

    Sample(Path folder, EmbeddedDirectory directory, ScimServer provider) {
        this.folder = folder;
        with("organization", "contoso");
        with("directory.servers", "[\"" + directory.ldapsUrl() + "\"]");
        with("directory.root", "\"OU=Staff," + directory.baseDn() + "\"");
        with("directory.user", directory.serviceAccount());
        with("directory.password", "${env:DIRECTORY_PASSWORD}");
        trusting(directory.certificatePem());
        with("directory.poll", "5s");
        with("provider.url", provider.url());
        with("provider.user", provider.userName());
        with("provider.password", "${env:PROVIDER_PASSWORD}");
        with("provider.timeout", "20s");
        with("state", state().toString());
        with("listen", "127.0.0.1:0");
    }

    /** Another value, or one more. */
    Sample with(String key, String value) {
        values.put(key, value);
        return this;
    }

    Sample without(String key) {
        values.remove(key);
        return this;
    }

    Sample trusting(String pem) {
        Path file = folder.resolve("trust.pem");
        write(file, pem);
        return with("directory.trust", file.toString());
    }

    Path state() {
        return folder.resolve("state");
    }

    /** Writes it; what has a dot is written into its section. */
    Path file() {
        Map<String, StringBuilder> parts = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            String[] path = key.split("\\.", 2);
            String line = path[path.length - 1] + ": " + value + "\n";
            parts.computeIfAbsent(path[0], section -> new StringBuilder(path.length == 2 ? section + ":\n" : ""))
                    .append(path.length == 2 ? "  " + line : line);
        });
        return write(folder.resolve("adsync.yaml"), String.join("", parts.values()));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
