package adsync.bench;

import adsync.config.Configuration;
import adsync.testing.ScimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** The configuration that is measured: what has a default keeps it. */
final class Settings {

    private Settings() {}

    /** The attributes that a service of this configuration reads of a user. */
    static List<String> attributes(Path file) throws IOException {
        return List.copyOf(Configuration.load(file, Map.of()).directory().attributes());
    }

    /** Writes the file; the journal is beside it. */
    static Path write(Path folder, Place place, ScimServer server) throws IOException {
        return write(folder, place, server.url(), server.userName(), server.password());
    }

    /** The same with a provider that nobody speaks to. */
    static Path write(Path folder, Place place) throws IOException {
        return write(folder, place, "http://127.0.0.1:1", "nobody", "nothing");
    }

    /** The same, and groups are shipped too. */
    static Path writeWithGroups(Path folder, Place place, ScimServer server) throws IOException {
        Path file = write(folder, place, server);
        return Files.writeString(file, "groups: {ship: true}\n", StandardOpenOption.APPEND);
    }

    private static Path write(Path folder, Place place, String url, String user, String password) throws IOException {
        String text = """
                organization: contoso
                directory:
                %s
                provider:
                  url: %s
                  user: %s
                  password: %s
                state: %s
                listen: 127.0.0.1:0
                """.formatted(
                        place.configuration().indent(2).stripTrailing(), url, user, password, folder.resolve("state"));
        return Files.writeString(folder.resolve("adsync.yaml"), text);
    }
}
