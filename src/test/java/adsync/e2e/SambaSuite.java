package adsync.e2e;

import static java.util.Objects.requireNonNull;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.testing.People;
import adsync.testing.People.Person;
import adsync.testing.SambaDomain;
import adsync.testing.ScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A root of its own in a real Samba domain, a real SCIM server that is empty, and ADSync between them. */
public abstract class SambaSuite {

    protected static final Duration SOON = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBER =
            new AtomicInteger((int) (ProcessHandle.current().pid() % 1000) * 1000);
    private static final Control SHOW_DELETED = new Control("1.2.840.113556.1.4.417", true);

    protected final SambaDomain samba;
    protected LDAPConnection administrator;
    protected ScimServer provider;
    protected String root;

    @TempDir
    protected Path folder;

    private @Nullable Service running;

    protected SambaSuite() {
        this(SambaDomain.shared());
    }

    /** In a domain of another kind. */
    protected SambaSuite(SambaDomain samba) {
        this.samba = samba;
    }

    protected abstract ScimServer provider();

    @BeforeEach
    void begin() throws LDAPException {
        administrator = samba.administrator();
        root = "OU=Staff " + NUMBER.incrementAndGet() + "," + samba.baseDn();
        administrator.add(root, new Attribute("objectClass", "organizationalUnit"));
        provider = provider();
    }

    @AfterEach
    void end() {
        if (running != null) {
            running.close();
        }
        provider.close();
        administrator.close();
    }

    /** Starts the service, and waits until it follows the directory. */
    protected Service start(String... more) {
        return startAt(provider.url(), more);
    }

    protected Service startAt(String url, String... more) {
        Service service = Service.start(configuration(url, more));
        running = service;
        await().atMost(SOON).until(() -> "following".equals(service.phase()));
        return service;
    }

    protected void stop() {
        requireNonNull(running).close();
        running = null;
    }

    protected Path configuration(String url, String... more) {
        String directory = """
                servers: ["%s"]
                root: "%s"
                user: %s
                password: %s
                trust: %s
                poll: %s
                """.formatted(
                        samba.ldapsUrl(), root, samba.directoryUserUpn(), samba.password(), samba.caFile(), poll());
        List<String> lines = new ArrayList<>(List.of(more));
        lines.add(guard());
        return Service.configuration(folder, directory, provider, url, lines.toArray(String[]::new));
    }

    /** How often the directory is asked unrung; so seldom that no test waits for it, unless it says otherwise. */
    protected String poll() {
        return "10m";
    }

    /** The lines about the guard. */
    protected String guard() {
        return Service.UNGUARDED;
    }

    protected Person person() {
        return People.person(NUMBER.incrementAndGet());
    }

    /** Hires a person below a container; returns the distinguished name. */
    protected String hire(Person person, String parent) throws LDAPException {
        administrator.add(person.entry(parent));
        String dn = person.dn(parent);
        replace(dn, "userAccountControl", "544");
        return dn;
    }

    protected void replace(String dn, String attribute, String... values) throws LDAPException {
        administrator.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    protected String unit(String name, String parent) throws LDAPException {
        String dn = "OU=" + name + "," + parent;
        administrator.add(dn, new Attribute("objectClass", "organizationalUnit"));
        return dn;
    }

    protected ObjectGuid guid(String dn) throws LDAPException {
        return ObjectGuid.ofOctets(requireNonNull(
                requireNonNull(administrator.getEntry(dn, "objectGUID")).getAttributeValueBytes("objectGUID")));
    }

    protected void undelete(ObjectGuid guid, String newDn) throws LDAPException {
        var search = new SearchRequest("<GUID=" + guid + ">", SearchScope.BASE, "(objectClass=*)", "1.1");
        search.addControl(SHOW_DELETED);
        String tombstone = requireNonNull(administrator.searchForEntry(search)).getDN();
        var request = new ModifyRequest(
                tombstone,
                new Modification(ModificationType.DELETE, "isDeleted"),
                new Modification(ModificationType.REPLACE, "distinguishedName", newDn));
        request.addControl(SHOW_DELETED);
        administrator.modify(request);
    }

    protected Optional<JsonObject> account(ObjectGuid guid) {
        List<JsonObject> found = provider.probe().find("/Users", "externalId eq \"" + guid + "\"");
        if (found.size() > 1) {
            throw new AssertionError("two accounts of one user: " + found);
        }
        return found.stream().findFirst();
    }

    /** Waits until the provider's account of a user is as it should be. */
    protected void awaitAccount(ObjectGuid guid, Predicate<JsonObject> asItShould) {
        await().atMost(SOON)
                .until(() -> account(guid), found -> found.filter(asItShould).isPresent());
    }

    protected void awaitNoAccount(ObjectGuid guid) {
        await().atMost(SOON).until(() -> account(guid), Optional::isEmpty);
    }

    protected void awaitQuiet(Service service) {
        await().atMost(SOON).until(() -> service.statistics().outbox() == 0);
    }
}
