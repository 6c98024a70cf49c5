package adsync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.ServiceProcess;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The JVM breaks down while it knows the secrets. */
class CrashFileIT {

    private static final String NO_CORE = "-XX:-CreateCoredumpOnCrash";
    private static final Pattern PASSWORD = Pattern.compile("^ *password: \"?([^\"\n]+)\"?$", Pattern.MULTILINE);

    @TempDir
    private Path folder;

    @Test
    void what_the_jvm_leaves_of_a_crash_has_no_secret_in_it_and_no_memory() throws Exception {
        Path report = folder.resolve("crash.log");
        try (StaffedDirectory directory = StaffedDirectory.start(3);
                SdkScimServer provider = SdkScimServer.start()) {
            Path configuration = configuration(directory, provider);
            try (ServiceProcess service = ServiceProcess.start(configuration, NO_CORE, "-XX:ErrorFile=" + report)
                    .awaitStarted()) {

                crash(service);

                service.awaitEnd();
                assertThat(String.join("\n", service.lines())).doesNotContain("Core dump will be written");
            }
            String left = Files.readString(report, ISO_8859_1);
            assertThat(left).contains("SIGSEGV").contains(configuration.toString());
            assertThat(secrets(configuration))
                    .hasSize(2)
                    .allSatisfy(secret -> assertThat(left).doesNotContain(secret));
        }
    }

    @Test
    void every_way_to_start_it_forbids_the_core() throws IOException {
        for (Path launcher : List.of(
                Path.of("scripts", "adsync"),
                Path.of("src", "main", "packaging", "bin", "adsync"),
                Path.of("src", "main", "packaging", "windows", "adsync.cmd"))) {
            assertThat(launcher).content().contains(NO_CORE);
        }
        assertThat(Path.of("src", "main", "packaging", "debian", "adsync.service"))
                .content()
                .contains("\nLimitCORE=0\n");
    }

    private Path configuration(StaffedDirectory directory, SdkScimServer provider) throws LDAPException {
        return Service.configuration(folder, directory.settings(folder), provider, provider.url());
    }

    private static List<String> secrets(Path configuration) throws IOException {
        try (Stream<String> found =
                PASSWORD.matcher(Files.readString(configuration)).results().map(one -> one.group(1))) {
            return found.toList();
        }
    }

    private static void crash(ServiceProcess service) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-SEGV", Long.toString(service.pid()))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }
}
