package adsync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Samba hands to the adapter and nobody can sign in with. */
class SambaAdapterIT {

    private static final Path ADAPTER = Path.of("scripts/samba/adsync-samba").toAbsolutePath();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "ada, 1104, ", // no hash was kept when the password was set
        "ada, 1104, {CRYPT}$5$rounds=5000$salt$hash",
        "PC1$, 1105, {CRYPT}$6$rounds=5000$salt$hash",
        "Administrator, 500, {CRYPT}$6$rounds=5000$salt$hash",
    })
    void what_is_no_login_is_passed_over(String account, int number, String hash) throws Exception {
        String change = """
                dn: CN=x,DC=lab,DC=test
                objectSid: S-1-5-21-1-2-3-%d
                sAMAccountName: %s
                pwdLastSet: 134401434531269120
                """.formatted(number, account) + (hash == null ? "" : "virtualCryptSHA512: " + hash + "\n");

        assertThat(sync(change)).startsWith("DONE-EXIT: nothing to send");

        try (Stream<Path> spool = Files.list(folder.resolve("samba/spool"))) {
            assertThat(spool).isEmpty();
        }
    }

    private String sync(String change) throws IOException, InterruptedException {
        Path settings = Files.writeString(
                folder.resolve("samba.json"),
                new JsonObject()
                        .put("rootKey", "A".repeat(86))
                        .put("name", "dc1.lab.test")
                        .put("state", folder.resolve("samba").toString())
                        .encode());
        Path said = folder.resolve("said");
        var builder = new ProcessBuilder(ADAPTER.toString(), "sync")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().put("ADSYNC_SAMBA_SETTINGS", settings.toString());
        Process process = builder.start();
        try (var in = process.outputWriter(UTF_8)) {
            in.write(change);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(said);
    }
}
