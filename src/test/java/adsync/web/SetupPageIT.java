package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.config.Configuration;
import adsync.testing.Adsync;
import adsync.testing.Browser;
import adsync.testing.FreePort;
import adsync.testing.SambaDomain;
import adsync.testing.SdkScimServer;
import com.sun.net.httpserver.HttpServer;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldif.LDIFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The set-up in a browser, from an empty folder to a synchronised user, on a real domain controller and a SCIM server. */
class SetupPageIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final SambaDomain samba = SambaDomain.shared();
    private final SdkScimServer provider = SdkScimServer.start();
    private final String unit = "OU=Page," + samba.baseDn();

    @TempDir
    Path folder;

    private Path file;
    private int port;
    private Browser browser;
    private SetupPage page;
    private @Nullable Adsync started;

    @BeforeEach
    void begin() throws IOException, LDAPException, LDIFException {
        file = folder.resolve("conf").resolve("adsync.yaml");
        try (LDAPConnection administrator = samba.administrator()) {
            administrator.add("dn: " + unit, "objectClass: organizationalUnit");
            administrator.add("dn: OU=Left out," + unit, "objectClass: organizationalUnit");
            administrator.add("dn: CN=Page Mail," + unit, "objectClass: group", "sAMAccountName: page-mail");
            person(administrator, "page-ada", unit);
            person(administrator, "page-bob", "OU=Left out," + unit);
            administrator.modify(
                    "dn: CN=Page Mail," + unit, "changetype: modify", "add: member", "member: CN=page-ada," + unit);
        }
        port = FreePort.draw();
        browser = Browser.start().screen(1280, 900, false);
        page = new SetupPage(browser);
    }

    private static void person(LDAPConnection administrator, String login, String in)
            throws LDAPException, LDIFException {
        administrator.add(
                "dn: CN=" + login + "," + in,
                "objectClass: user",
                "sAMAccountName: " + login,
                "userPrincipalName: " + login + "@lab.test",
                "givenName: Ada",
                "sn: Adler");
    }

    @AfterEach
    void end() throws LDAPException {
        browser.close();
        if (started != null) {
            started.close();
        }
        provider.close();
        try (LDAPConnection administrator = samba.administrator()) {
            for (String dn : List.of(
                    "CN=page-bob,OU=Left out," + unit,
                    "CN=page-ada," + unit,
                    "CN=Page Mail," + unit,
                    "OU=Left out," + unit,
                    unit)) {
                administrator.delete(dn);
            }
        }
    }

    @Test
    void an_empty_folder_becomes_a_service_that_ships_a_user() throws IOException {
        Adsync run = start("run", "--setup", "--setup-listen", "127.0.0.1:" + port, "--config", file.toString());
        browser.open(link(run));
        page.see("Set up ADSync");

        directory();
        users();
        provider();
        services();
        finish();

        assertThat(Configuration.load(file, Map.of()).warnings()).isEmpty();
        await().atMost(SOON)
                .until(() -> provider.probe().all("/Users").stream()
                        .anyMatch(user -> user.encode().contains("page-ada")
                                && user.encode().contains("mailbox")));
        assertThat(provider.probe().all("/Users")).hasSize(1);
        browser.photograph("setup-started");
        assertThat(run.terminate().end(SOON).exitCode()).isZero();
    }

    @Test
    void a_configuration_that_is_there_is_changed_and_only_where_it_was_answered() throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(file, written());
        Adsync run = start("setup", "--web", "--config", file.toString());
        String told = run.awaitOut(line -> line.startsWith("Open "));
        browser.open(told.replaceFirst("Open (\\S+) .*", "$1"));
        page.see("Change the set-up");
        page.step("5. Preview and save");
        page.see("Nothing is different");

        page.type("directory.poll", "15s");
        page.see("45s");
        browser.press("Save");

        page.see("saved");
        page.see("adsync reload");
        assertThat(run.end(SOON).exitCode()).isZero();
        assertThat(Files.readString(file))
                .contains("# Ours.")
                .contains("poll: 15s")
                .doesNotContain("45s");
        assertThat(Configuration.load(file, Map.of()).poll()).hasSeconds(15);
    }

    @Test
    void a_service_that_runs_takes_over_what_is_saved() throws IOException {
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(file, written() + "listen: 127.0.0.1:0\n");
        try (Adsync service = Adsync.start("run", "--config", file.toString())) {
            service.awaitOut(line -> line.contains("\"started\""));
            Adsync run = start("setup", "--web", "--config", file.toString());
            browser.open(run.awaitOut(line -> line.startsWith("Open ")).replaceFirst("Open (\\S+) .*", "$1"));
            page.see("Change the set-up");
            page.step("5. Preview and save");
            page.type("directory.poll", "15s");
            page.see("45s");
            browser.press("Save and reload");

            page.see("the changed configuration is used from now on");
            assertThat(run.end(SOON).exitCode()).isZero();
            service.awaitOut(line -> line.contains("configuration reloaded") && line.contains("directory.poll"));
        }
    }

    private String written() {
        return """
                organization: contoso
                directory:
                  servers: [%s]
                  root: %s
                  user: %s
                  password: "%s"
                  trust: %s
                  # Ours.
                  poll: 45s
                provider: {url: "%s", user: %s, password: %s}
                """.formatted(
                        samba.ldapsUrl(),
                        unit,
                        samba.directoryUserUpn(),
                        samba.password(),
                        samba.caFile(),
                        provider.url(),
                        provider.userName(),
                        provider.password());
    }

    private Adsync start(String... arguments) {
        Adsync run = Adsync.start(arguments);
        started = run;
        return run;
    }

    private static String link(Adsync run) {
        await().atMost(SOON).until(() -> run.err().stream().anyMatch(line -> line.contains("#sign-in=")));
        return run.err().stream()
                .filter(line -> line.contains("#sign-in="))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".* (http\\S+) .*", "$1");
    }

    private void directory() {
        page.type("directory.servers", "ldaps://127.0.0.1:1");
        page.wrong("directory.servers", "refused");
        page.type("directory.servers", samba.ldapsUrl());
        page.wrong("directory.trust", "not issued by a certificate authority that we trust");
        browser.photograph("setup-untrusted");
        page.trustWhatIsShown();
        page.right("directory.trust");
        page.type("directory.user", "svc-adsync");
        page.wrong("directory.user", "a bare name is not enough to sign in with");
        page.type("directory.user", samba.directoryUserUpn());
        page.type("directory.password", "wrong");
        page.wrong("directory.password", "the password is wrong");
        page.account(samba.directoryUserUpn(), samba.password());
        browser.photograph("setup-directory");
        page.next("Tick the units");
    }

    private void users() {
        page.next(""); // nothing is ticked
        page.see("Nobody would be shipped");
        page.select(samba.baseDn(), unit);
        page.open(unit);
        page.tick("OU=Left out," + unit);
        page.see("Left out: at and below");
        page.settled(() -> assertThat(page.branch(unit).getText()).contains("2 users"));
        page.unfold("By name or by filter");
        page.type("scope.filter", "(employeeType=staff");
        page.wrong("scope.filter", "expected an LDAP filter");
        page.type("scope.filter", Keys.DELETE.toString());
        page.right("scope.filter");
        browser.photograph("setup-users");
        page.next("Where the accounts are kept");
    }

    private void provider() throws IOException {
        page.next("Enter how the provider calls your organisation.");
        page.wrong("provider.url", "Enter the address that the provider gave you.");
        page.wrong("provider.user", "Enter the user name.");
        page.wrong("provider.password", "Enter the password.");
        assertThat(browser.text()).doesNotContain("${env:", "found nothing");
        browser.photograph("setup-provider-empty");
        page.type("organization", "con toso!");
        page.wrong("organization", "expected a name of letters, digits");
        page.type("organization", "contoso");
        page.right("organization");
        addresses();
        page.type("provider.url", provider.url());
        page.see("the provider answers");
        page.right("provider.url");
        logins();
        browser.photograph("setup-provider");
        page.next("Members of a group");
    }

    /** Each is tried as soon as it is typed, before anybody is named who logs in there. */
    private void addresses() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        page.type("provider.url", "http://127.0.0.1:" + other.getAddress().getPort() + "/scim");
        page.wrong("provider.url", "404");
        other.stop(0);
        page.type("provider.url", "ftp://x");
        page.wrong("provider.url", "begin it with http:// or https://");
        page.type("provider.url", "scim.example.net");
        page.wrong("provider.url", "no scheme");
        page.type("provider.url", "https://127.0.0.1:1/x");
        page.wrong("provider.url", "no connection to 127.0.0.1:1");
        page.type("provider.url", "https://nohost.invalid/scim");
        page.wrong("provider.url", "nohost.invalid cannot be resolved");
        browser.photograph("setup-provider-wrong");
    }

    private void logins() {
        page.type("provider.user", provider.userName());
        page.type("provider.password", "wrong");
        page.wrong("provider.password", "401");
        page.login(provider.userName(), provider.password());
        page.way("token");
        page.next("Enter the token.");
        page.type("provider.token", "wrong");
        page.wrong("provider.token", "401");
        page.way("basic");
        page.see("accepted; the provider has 0 users");
        page.right("provider.password");
    }

    private void services() {
        page.type("setup.group", "page-m");
        page.see("Add Page Mail");
        browser.press("Add Page Mail");
        page.wrong("services.", "Name the service first");
        page.type("services.", "mailbox");
        browser.press("Add Page Mail");
        await().atMost(SOON).until(() -> browser.all("table").size() == 1);
        browser.photograph("setup-services");
        page.next("See what a start would do");
    }

    private void finish() {
        page.type("directory.poll", "5");
        page.wrong("directory.poll", "expected a duration");
        page.type("directory.poll", "30s");
        page.preview("page-ada@lab.test");
        assertThat(browser.text()).doesNotContain("page-bob");
        page.type("setup.text", "nobody");
        page.see("Nobody.");
        page.type("setup.text", "ADA");
        page.see("page-ada@lab.test");
        browser.photograph("setup-preview");
        assertThat(file).doesNotExist();
        page.start();
        assertThat(file).exists();
    }
}
