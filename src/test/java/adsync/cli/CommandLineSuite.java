package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedDirectoryOptions;
import adsync.embedded.EmbeddedDirectoryOptions.Accounts;
import adsync.embedded.EmbeddedProviderOptions;
import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import adsync.testing.SdkScimServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A directory and a provider for a real process of ADSync, and what each of its ends has to look like. */
abstract class CommandLineSuite {

    static final String DIRECTORY_PASSWORD = "Marker-Directory.7";
    static final String PROVIDER_PASSWORD = "Marker-Provider.7";
    static final Map<String, String> ENVIRONMENT =
            Map.of("DIRECTORY_PASSWORD", DIRECTORY_PASSWORD, "PROVIDER_PASSWORD", PROVIDER_PASSWORD);
    static final Duration SOON = Duration.ofMinutes(3);
    static final int PEOPLE = 20;

    final EmbeddedDirectory directory = EmbeddedDirectory.start(options());
    final SdkScimServer provider = SdkScimServer.start(
            EmbeddedProviderOptions.defaults().withCredentials("scim", PROVIDER_PASSWORD, "Marker-Token.7"));
    final List<AutoCloseable> open = new ArrayList<>(List.of(directory, provider));

    @TempDir
    Path folder;

    Sample sample;

    @BeforeEach
    void begin() {
        directory.seedPeople(PEOPLE);
        sample = new Sample(folder, directory, provider);
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    static EmbeddedDirectoryOptions options() {
        return EmbeddedDirectoryOptions.defaults()
                .with(new Accounts("Passw0rd.1", "svc-adsync", DIRECTORY_PASSWORD, "reader", DIRECTORY_PASSWORD));
    }

    /** Something to be closed at the end of the test. */
    <T extends AutoCloseable> T closing(T one) {
        open.add(one);
        return one;
    }

    Adsync start(String command) {
        return closing(
                Adsync.start(ENVIRONMENT, command, "--config", sample.file().toString()));
    }

    /** Both {@code run} and {@code check} end with these exit codes and each with one line that has these words. */
    void bothRefuse(int exitCode, String... words) {
        Adsync run = start("run");
        Adsync check = start("check");
        refused(run.end(SOON), exitCode, words);
        failed(check.end(SOON), words);
        assertThat(sample.state()).doesNotExist();
    }

    /** Ended with one line on standard error that has these words, and started nothing. */
    static void refused(Ended ended, int exitCode, String... words) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(exitCode);
        assertThat(ended.err())
                .as(ended.toString())
                .singleElement()
                .asString()
                .startsWith("adsync: ")
                .contains(words);
        assertThat(ended.out()).as(ended.toString()).noneMatch(line -> line.contains("\"started\""));
        withoutStackTrace(ended);
    }

    /** A check that failed at one step, the last, whose line has these words. */
    static void failed(Ended ended, String... words) {
        assertThat(ended.exitCode()).as(ended.toString()).isEqualTo(ExitCode.NOT_WELL);
        assertThat(ended.out())
                .as(ended.toString())
                .filteredOn(line -> line.startsWith("FAILED"))
                .singleElement()
                .asString()
                .contains(words)
                .contains("to mend it: ");
        assertThat(ended.err()).as(ended.toString()).isEmpty();
        withoutStackTrace(ended);
    }

    static void withoutStackTrace(Ended ended) {
        for (List<String> lines : List.of(ended.out(), ended.err())) {
            assertThat(lines)
                    .as(ended.toString())
                    .noneMatch(line -> line.contains("\tat ") || line.contains("stack_trace"))
                    .noneMatch(line -> line.contains(DIRECTORY_PASSWORD) || line.contains(PROVIDER_PASSWORD));
        }
    }
}
