package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.Browser;
import adsync.testing.FreePort;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.SignInLink;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in a browser, of a service between an embedded directory and a SCIM server that holds the login of one of its people
 * already.
 */
abstract class PageFixture {

    static final Duration SOON = Duration.ofSeconds(60);
    static final int PEOPLE = 30;

    final EmbeddedDirectory directory = EmbeddedDirectory.start();
    final SdkScimServer provider = SdkScimServer.start();

    @TempDir
    Path folder;

    private LDAPConnection administrator;
    private List<SearchResultEntry> people;
    private String stranger;
    private Path configuration;
    private Service service;

    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = Browser.start();
    }

    @AfterAll
    static void shut() {
        browser.close();
    }

    @BeforeEach
    void begin() throws LDAPException, IOException {
        directory.seedPeople(PEOPLE);
        administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
        people = Objects.requireNonNull(administrator
                .search(
                        "OU=Staff," + directory.baseDn(),
                        SearchScope.SUB,
                        "(&(objectCategory=person)(userPrincipalName=*))",
                        "userPrincipalName",
                        "cn",
                        "userAccountControl",
                        "objectGUID")
                .getSearchEntries());
        JsonObject taken = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", value(unlucky(), "userPrincipalName"));
        stranger = provider.probe().post("/Users", taken).json().getString("id");
        configuration = configuration();
        service = Service.start(configuration);
        await().atMost(SOON)
                .until(() -> service.statistics().parked() == 1
                        && service.statistics().links() == PEOPLE - 1
                        && service.statistics().outbox() == 0);
        browser.open("about:blank").screen(1280, 900, false).complaints();
    }

    /** On a port of its own, which is there for it again after a stop. */
    private Path configuration() throws IOException {
        Path file = Service.configuration(folder, directory, provider, more());
        String text = Files.readString(file);
        return Files.writeString(file, text.replace("listen: 127.0.0.1:0", "listen: 127.0.0.1:" + FreePort.draw()));
    }

    /** The service that was closed is there again. */
    void comeBack() {
        service = Service.start(configuration);
    }

    /** Further lines of the configuration. */
    String more() {
        return "";
    }

    @AfterEach
    void end() {
        if (service != null) {
            service.close();
        }
        administrator.close();
        provider.close();
        directory.close();
    }

    Browser browser() {
        return browser;
    }

    Service service() {
        return service;
    }

    /** Whose login somebody else has at the provider. */
    SearchResultEntry unlucky() {
        return people.getFirst();
    }

    SearchResultEntry person(int number) {
        return people.get(number);
    }

    static String value(SearchResultEntry entry, String attribute) {
        return Objects.requireNonNull(entry.getAttributeValue(attribute), attribute);
    }

    /** The stranger gives the login back. */
    void mend() {
        provider.probe().delete("/Users/" + stranger);
    }

    LDAPConnection administrator() {
        return administrator;
    }

    void change(SearchResultEntry person, String attribute, String value) throws LDAPException {
        administrator.modify(person.getDN(), new Modification(ModificationType.REPLACE, attribute, value));
    }

    void delete(SearchResultEntry person) throws LDAPException {
        administrator.delete(person.getDN());
    }

    /** A link, as {@code adsync web} prints it. */
    String link() {
        return SignInLink.of(folder);
    }

    void signIn() {
        browser.open(link());
        await().atMost(SOON).until(() -> browser.text().contains("Sign out"));
    }

    /** Goes to another page of ours, as a link does. */
    void go(String path) {
        browser.run("location.hash = arguments[0]", "#/" + path);
    }

    void awaitText(String text) {
        await("to see: " + text)
                .atMost(SOON)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(browser.text()).contains(text));
    }
}
