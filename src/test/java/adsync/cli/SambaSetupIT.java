package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.config.Configuration;
import adsync.testing.Adsync;
import adsync.testing.Adsync.Ended;
import adsync.testing.SambaDomain;
import adsync.testing.SdkScimServer;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From an empty folder to a synchronised user, with a real domain controller and a SCIM server. */
class SambaSetupIT {

    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String UNIT = "OU=Setup,";

    private final SambaDomain samba = SambaDomain.shared();
    private final SdkScimServer provider = SdkScimServer.start();

    @TempDir
    Path folder;

    private Path file;
    private String unit = "";

    @BeforeEach
    void staff() throws LDAPException, LDIFException {
        file = folder.resolve("conf").resolve("adsync.yaml");
        unit = UNIT + samba.baseDn();
        try (LDAPConnection administrator = samba.administrator()) {
            administrator.add("dn: " + unit, "objectClass: organizationalUnit");
            administrator.add("dn: OU=Left out," + unit, "objectClass: organizationalUnit");
            administrator.add(
                    "dn: CN=Setup Mail," + unit,
                    "objectClass: group",
                    "sAMAccountName: setup-mail",
                    "description: Post");
            for (String name : List.of("OU=Left out,", "")) {
                String login = name.isEmpty() ? "setup-ada" : "setup-bob";
                administrator.add(
                        "dn: CN=" + login + "," + name + unit,
                        "objectClass: user",
                        "sAMAccountName: " + login,
                        "userPrincipalName: " + login + "@lab.test",
                        "givenName: Ada",
                        "sn: Adler");
            }
            administrator.modify(
                    "dn: CN=Setup Mail," + unit, "changetype: modify", "add: member", "member: CN=setup-ada," + unit);
        }
    }

    @AfterEach
    void leave() throws LDAPException {
        provider.close();
        try (LDAPConnection administrator = samba.administrator()) {
            for (String dn : List.of(
                    "CN=setup-bob,OU=Left out," + unit,
                    "CN=setup-ada," + unit,
                    "CN=Setup Mail," + unit,
                    "OU=Left out," + unit,
                    unit)) {
                administrator.delete(dn);
            }
        }
    }

    @Test
    void by_flags() {
        Ended made = Adsync.run(
                Map.of("DIRECTORY", samba.password(), "PROVIDER", provider.password()),
                "setup",
                "--config",
                file.toString(),
                "--non-interactive",
                "--organization",
                "contoso",
                "--server",
                samba.ldapsUrl(),
                "--ca",
                samba.caFile().toString(),
                "--user",
                samba.directoryUserUpn(),
                "--password-env",
                "DIRECTORY",
                "--root",
                unit,
                "--exclude",
                "OU=Left out," + unit,
                "--provider-url",
                provider.url(),
                "--provider-user",
                provider.userName(),
                "--provider-password-env",
                "PROVIDER",
                "--service",
                "mailbox=CN=Setup Mail," + unit,
                "--listen",
                "127.0.0.1:0");

        assertThat(made.exitCode()).as(made.toString()).isZero();
        assertThat(made.out()).anyMatch(line -> line.matches("create +1 .*"));
        synchronised();
    }

    @Test
    void by_a_conversation_that_walks_the_tree() {
        try (Adsync talk = Adsync.start("setup", "--config", file.toString(), "--listen", "127.0.0.1:0")) {
            talk.type(samba.ldapsUrl(), "y", "y", "") // the certificate that it shows
                    .type(samba.directoryUserUpn(), "wrong", "y", "", samba.password())
                    .type("1");
            talk.type(number(talk, "Setup"), "s", "n");
            talk.type("y", "1", "s", "n") // left out
                    .type("contoso", provider.url(), provider.userName(), provider.password())
                    .type("y", "mailbox", "setup-m", "1", "n")
                    .type("", "y", "y")
                    .typeNoMore();

            Ended ended = talk.end(SOON);

            assertThat(ended.exitCode()).as(ended.toString()).isZero();
            assertThat(ended.out())
                    .as(ended.toString())
                    .anyMatch(line -> line.contains("the password is wrong"))
                    .anyMatch(line -> line.contains("Setup  (2 users)"))
                    .anyMatch(line -> line.matches("create +1 .*"));
            assertThat(ended.toString()).doesNotContain(samba.password(), provider.password());
        }
        synchronised();
    }

    /** How the list numbers a unit. */
    private static String number(Adsync talk, String name) {
        return talk.awaitOut(line -> line.matches(" +\\d+  " + name + "  \\(.*"))
                .strip()
                .split(" ", 2)[0];
    }

    private void synchronised() {
        Configuration configuration = Configuration.load(file, Map.of());
        assertThat(configuration.warnings()).isEmpty();
        try (Adsync run = Adsync.start("run", "--config", file.toString())) {
            await().atMost(SOON)
                    .until(() -> provider.probe().all("/Users").stream()
                            .anyMatch(user -> user.encode().contains("setup-ada")
                                    && user.encode().contains("mailbox")));
            assertThat(provider.probe().all("/Users")).hasSize(1);
            assertThat(run.terminate().end(SOON).exitCode()).isZero();
        }
    }
}
