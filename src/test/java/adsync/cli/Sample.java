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
        with("provider.timeout", "5s");
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

    /** Writes it; sections become nested keys. */
    Path file() {
        var text = new StringBuilder();
        String open = "";
        for (Map.Entry<String, String> value : values.entrySet()) {
            String[] path = value.getKey().split("\\.", 2);
            if (path.length == 2 && !path[0].equals(open)) {
                text.append(path[0]).append(":\n");
            }
            open = path.length == 2 ? path[0] : "";
            text.append(path.length == 2 ? "  " + path[1] : path[0])
                    .append(": ")
                    .append(value.getValue())
                    .append('\n');
        }
        return write(folder.resolve("adsync.yaml"), text.toString());
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
