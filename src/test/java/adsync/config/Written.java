package adsync.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A configuration file in a folder of its own, written the way an administrator would. */
record Written(Path folder) {

    static final Map<String, String> ENVIRONMENT =
            Map.of("ADSYNC_DIRECTORY_PASSWORD", "hunter2", "ADSYNC_PROVIDER_PASSWORD", "hunter3");

    /** The shortest file that works. */
    static final String SHORTEST = """
            organization: contoso
            directory:
              servers: [ldaps://dc1.contoso.com]
              root: OU=Staff,DC=contoso,DC=com
              user: svc-adsync@contoso.com
              password: ${env:ADSYNC_DIRECTORY_PASSWORD}
            provider:
              url: https://scim.example.net/scim/v2
              user: contoso-sync
              password: ${env:ADSYNC_PROVIDER_PASSWORD}
            """;

    Path file() {
        return folder.resolve("adsync.yaml");
    }

    Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Configuration load(String text) {
        return Configuration.load(write("adsync.yaml", text), ENVIRONMENT);
    }

    /** The shortest file, with one of its texts replaced. */
    String with(String old, String replacement) {
        if (!SHORTEST.contains(old)) {
            throw new IllegalArgumentException("the shortest file has no " + old);
        }
        return SHORTEST.replace(old, replacement);
    }

    /** What is wrong with a text, without the folder. */
    List<String> problems(String text) {
        try {
            load(text);
            return List.of();
        } catch (ConfigurationException e) {
            return e.problems().stream()
                    .map(problem -> problem.toString().replace(folder + "/", ""))
                    .toList();
        }
    }
}
