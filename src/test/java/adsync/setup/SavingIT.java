package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.config.Configuration;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.secret.Secret;
import adsync.testing.SmallDisk;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A save that is cut short, by a kill or by the disk, leaves the configuration of before, whole. */
class SavingIT {

    private static final int KILLS = 15;

    @TempDir
    Path folder;

    /** Saves again and again; organisation and password always belong together. */
    static final class Saver {

        private Saver() {}

        public static void main(String[] arguments) {
            for (int number = Integer.parseInt(arguments[1]); true; number++) {
                save(Path.of(arguments[0]), number);
                System.out.println("saved " + number);
            }
        }
    }

    private static void save(Path file, int number) {
        Setup setup = SetupFixture.begin(file);
        setup.set("organization", "o" + number);
        setup.set("directory.servers", List.of("ldaps://dc1.contoso.com"));
        setup.set("directory.root", "OU=Staff,DC=contoso,DC=com");
        setup.set("directory.user", "svc@contoso.com");
        setup.secret("directory.password", Secret.of("p" + number));
        setup.set("provider.url", "https://scim.example.net");
        setup.secret("provider.token", Secret.of("t" + number));
        setup.save();
    }

    private static int loaded(Path file) {
        Configuration configuration = Configuration.load(file, Map.of());
        int number = Integer.parseInt(configuration.organization().substring(1));
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.directory().login())
                .isInstanceOfSatisfying(
                        SimpleLogin.class,
                        login -> assertThat(login.password().reveal()).isEqualTo("p" + number));
        return number;
    }

    @Test
    void a_kill_at_any_instant_leaves_one_whole_configuration() throws IOException, InterruptedException {
        Path file = folder.resolve("adsync.yaml");
        Random random = new Random(7);
        int number = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            Process saver = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx64m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Saver.class.getName(),
                            file.toString(),
                            Integer.toString(number))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (BufferedReader output = saver.inputReader(StandardCharsets.US_ASCII)) {
                int wanted = number + random.nextInt(8);
                String line = output.readLine();
                while (line != null) {
                    if (Integer.parseInt(line.replaceAll("\\D", "")) >= wanted) {
                        saver.toHandle().destroyForcibly();
                    }
                    line = output.readLine();
                }
            } finally {
                saver.destroyForcibly().waitFor();
            }
            int found = loaded(file);
            assertThat(found).isGreaterThanOrEqualTo(number);
            number = found + 1;
        }
        save(file, number);
        assertThat(loaded(file)).isEqualTo(number);
    }

    @Test
    void a_full_disk_changes_nothing() throws IOException {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        try (SmallDisk mounted = SmallDisk.at(disk, "64k")) {
            Path file = disk.resolve("adsync.yaml");
            save(file, 1);
            List<String> before = names(disk);
            mounted.fill();

            assertThatThrownBy(() -> save(file, 2))
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining("nothing was changed");

            mounted.empty();
            assertThat(loaded(file)).isEqualTo(1);
            assertThat(names(disk)).isEqualTo(before);
            save(file, 3);
            assertThat(loaded(file)).isEqualTo(3);
        }
    }

    @Test
    void a_folder_that_may_not_be_written_is_named() throws IOException {
        Path place = Files.writeString(folder.resolve("file"), "x");
        Path file = place.resolve("adsync.yaml");

        assertThatThrownBy(() -> save(file, 1))
                .isInstanceOf(SetupException.class)
                .hasMessageContaining(place.toString())
                .hasMessageContaining("to mend it");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
