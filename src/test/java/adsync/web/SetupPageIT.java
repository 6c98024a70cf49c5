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
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

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
        see("Set up ADSync");

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
        await().atMost(SOON)
                .until(() -> !browser.all("nav#pages a[href='#/live']").isEmpty()); // still signed in
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
        see("Change the set-up");
        step("5. Preview and save");
        see("Nothing is different");

        type("directory.poll", "15s");
        see("45s");
        browser.press("Save");

        see("saved");
        see("adsync reload");
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
            see("Change the set-up");
            step("5. Preview and save");
            type("directory.poll", "15s");
            see("45s");
            browser.press("Save and reload");

            see("the changed configuration is used from now on");
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
        type("directory.servers", "ldaps://127.0.0.1:1");
        wrong("directory.servers", "refused");
        type("directory.servers", samba.ldapsUrl());
        wrong("directory.trust", "not issued by a certificate authority that we trust");
        browser.photograph("setup-untrusted");
        browser.press("Show the certificate of the server");
        see("SHA-256");
        browser.press("It is the same: trust it");
        settled(() -> assertThat(browser.one(".shown .chip").getText()).isEqualTo("trusted"));
        see("TLSv1");
        right("directory.trust");
        type("directory.user", "svc-adsync");
        wrong("directory.user", "a bare name is not enough to sign in with");
        type("directory.user", samba.directoryUserUpn());
        type("directory.password", "wrong");
        wrong("directory.password", "the password is wrong");
        type("directory.password", samba.password());
        see("may use DirSync");
        browser.photograph("setup-directory");
        next("Tick the units");
    }

    private void users() {
        next(""); // nothing is ticked
        see("Nobody would be shipped");
        open(samba.baseDn());
        open(unit);
        tick(unit);
        see("Shipped: at and below");
        tick("OU=Left out," + unit);
        see("Left out: at and below");
        settled(() -> assertThat(branch(unit).getText()).contains("2 users"));
        browser.one("summary").click();
        type("scope.filter", "(employeeType=staff");
        wrong("scope.filter", "expected an LDAP filter");
        type("scope.filter", Keys.DELETE.toString());
        right("scope.filter");
        browser.photograph("setup-users");
        next("Where the accounts are kept");
    }

    private void provider() throws IOException {
        next("Enter how the provider calls your organisation.");
        wrong("provider.url", "Enter the address that the provider gave you.");
        wrong("provider.user", "Enter the user name.");
        wrong("provider.password", "Enter the password.");
        assertThat(browser.text()).doesNotContain("${env:", "found nothing");
        browser.photograph("setup-provider-empty");
        type("organization", "con toso!");
        wrong("organization", "expected a name of letters, digits");
        type("organization", "contoso");
        right("organization");
        addresses();
        type("provider.url", provider.url());
        see("the provider answers");
        right("provider.url");
        logins();
        browser.photograph("setup-provider");
        next("Members of a group");
    }

    /** Each is tried as soon as it is typed, before anybody is named who logs in there. */
    private void addresses() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.start();
        type("provider.url", "http://127.0.0.1:" + other.getAddress().getPort() + "/scim");
        wrong("provider.url", "404");
        other.stop(0);
        type("provider.url", "ftp://x");
        wrong("provider.url", "begin it with http:// or https://");
        type("provider.url", "scim.example.net");
        wrong("provider.url", "no scheme");
        type("provider.url", "https://127.0.0.1:1/x");
        wrong("provider.url", "no connection to 127.0.0.1:1");
        type("provider.url", "https://nohost.invalid/scim");
        wrong("provider.url", "nohost.invalid cannot be resolved");
        browser.photograph("setup-provider-wrong");
    }

    private void logins() {
        type("provider.user", provider.userName());
        type("provider.password", "wrong");
        wrong("provider.password", "401");
        type("provider.password", provider.password());
        see("accepted; the provider has 0 users");
        way("token");
        next("Enter the token.");
        type("provider.token", "wrong");
        wrong("provider.token", "401");
        way("basic");
        see("accepted; the provider has 0 users");
        right("provider.password");
    }

    private void services() {
        type("setup.group", "page-m");
        see("Add Page Mail");
        browser.press("Add Page Mail");
        wrong("services.", "Name the service first");
        type("services.", "mailbox");
        browser.press("Add Page Mail");
        await().atMost(SOON).until(() -> browser.all("table").size() == 1);
        browser.photograph("setup-services");
        next("See what a start would do");
    }

    private void finish() {
        type("directory.poll", "5");
        wrong("directory.poll", "expected a duration");
        type("directory.poll", "30s");
        await().atMost(SOON).until(() -> browser.button("Save and start").isEnabled());
        browser.press("Preview");
        see("If the service were started now");
        see("page-ada@lab.test");
        assertThat(browser.text()).doesNotContain("page-bob");
        type("setup.text", "nobody");
        see("Nobody.");
        type("setup.text", "ADA");
        see("page-ada@lab.test");
        browser.photograph("setup-preview");
        assertThat(file).doesNotExist();
        browser.press("Save and start");
        await().atMost(SOON).until(() -> Files.exists(file));
    }

    private void type(String key, String text) {
        settled(() -> {
            WebElement input = field(key).findElement(By.cssSelector("input"));
            input.sendKeys(Keys.chord(Keys.CONTROL, "a"), text, Keys.TAB);
        });
    }

    private WebElement field(String key) {
        return browser.one(".field[data-key='" + key + "']");
    }

    private void wrong(String key, String cause) {
        settled(() -> {
            assertThat(field(key).findElement(By.cssSelector(".wrong")).getText())
                    .contains(cause);
            assertThat(field(key).findElement(By.cssSelector("input, textarea")).getDomAttribute("aria-invalid"))
                    .isEqualTo("true");
        });
    }

    private void right(String key) {
        settled(() -> {
            assertThat(field(key).findElement(By.cssSelector(".wrong")).getText())
                    .isEmpty();
            assertThat(field(key).findElement(By.cssSelector("input, textarea")).getDomAttribute("aria-invalid"))
                    .isNull();
        });
    }

    private void way(String value) {
        field("provider.way")
                .findElement(By.cssSelector("option[value='" + value + "']"))
                .click();
    }

    private WebElement branch(String dn) {
        return browser.one("li[data-dn='" + dn + "'] > .branch");
    }

    private void open(String dn) {
        settled(() -> branch(dn).findElement(By.cssSelector("button")).click());
    }

    private void tick(String dn) {
        settled(() -> branch(dn).findElement(By.cssSelector("input")).click());
    }

    private void next(String lead) {
        settled(() -> {
            assertThat(browser.button("Try and go on").isEnabled()).isTrue();
            browser.press("Try and go on");
        });
        see(lead);
    }

    private void step(String title) {
        settled(() -> browser.press(title));
    }

    private void see(String text) {
        settled(() -> assertThat(browser.text()).contains(text));
    }

    private void settled(ThrowingRunnable step) {
        await().atMost(SOON)
                .pollInterval(Duration.ofMillis(200))
                .ignoreExceptions()
                .untilAsserted(step);
    }
}
