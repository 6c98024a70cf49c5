package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.ObjectGuid;
import adsync.directory.Directories;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryOptions;
import adsync.directory.ImageFilter;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.Preference;
import adsync.directory.Selection;
import adsync.embedded.EmbeddedDirectory;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.listener.FailoverTiming;
import adsync.listener.ListenerOptions;
import adsync.scope.ScopeOptions;
import adsync.secret.Secret;
import adsync.services.Services;
import adsync.shipper.Whereabouts.Seen;
import adsync.shipper.Whereabouts.Standing;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where those are whom we do not know, as the directory says. */
class LiveWhereaboutsTest {

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final String root = "OU=Staff," + directory.baseDn();
    private final String excluded = "OU=Robots," + root;

    @TempDir
    private Path state;

    private Journal journal;

    @BeforeEach
    void hire() throws LDAPException {
        journal = Journals.open(vertx, state, Clock.systemUTC(), new SimpleMeterRegistry())
                .await();
        try (var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            for (String unit : List.of(root, excluded)) {
                administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
            }
            add(administrator, "user", "CN=Ada," + root, "ada", "Engineer");
            add(administrator, "user", "CN=Guest," + root, "guest1", "Visitor");
            add(administrator, "user", "CN=Robot," + excluded, "robot", "Engineer");
            add(administrator, "user", "CN=Bob," + directory.baseDn(), "bob", "Engineer");
            add(administrator, "computer", "CN=pc1," + root, "pc1$", "Engineer");
            add(administrator, "user", "CN=Gone," + root, "gone", "Engineer");
        }
    }

    private static void add(LDAPConnection administrator, String type, String dn, String account, String title)
            throws LDAPException {
        administrator.add(
                dn,
                new Attribute("objectClass", type),
                new Attribute("sAMAccountName", account),
                new Attribute("title", title));
    }

    @AfterEach
    void end() {
        journal.close().await();
        vertx.close().await();
        directory.close();
    }

    private DirectoryOptions reached() {
        return new DirectoryOptions(
                List.of(URI.create(directory.ldapUrl())),
                Optional.empty(),
                new DirectoryOptions.SimpleLogin(
                        directory.serviceAccount(),
                        Secret.of(directory.options().accounts().servicePassword())),
                Optional.empty(),
                false,
                true,
                new TreeSet<>(Set.of("title", "objectSid")),
                false);
    }

    private LiveDirectory.Followed followed() {
        var selected = new NamedObject("directory.root", root, Use.ROOT);
        var listening = new ListenerOptions(
                selected.domain(),
                new Selection(List.of(selected, new NamedObject("scope.exclude[0]", excluded, Use.EXCLUSION))),
                new ScopeOptions(
                        List.of(root), List.of(excluded), Optional.of(ImageFilter.parse("(!(title=Visitor))"))),
                Services.NONE,
                Optional.empty(),
                image -> Optional.empty(),
                false,
                Duration.ofMinutes(1),
                "fingerprint",
                1000,
                FailoverTiming.STANDARD);
        return new LiveDirectory.Followed(reached(), listening);
    }

    private ObjectGuid guid(String dn) {
        try (var connection = Directories.connect(reached(), Preference.NONE)) {
            return connection.locate(dn).orElseThrow().objectGuid();
        }
    }

    private Map<ObjectGuid, Seen> ask(ObjectGuid... asked) {
        return new LiveWhereabouts(vertx, List.of(followed()), journal)
                .of(List.of(asked))
                .await();
    }

    @Test
    void each_is_told_with_what_our_rules_say_of_it() throws LDAPException {
        ObjectGuid ada = guid("CN=Ada," + root);
        ObjectGuid guest = guid("CN=Guest," + root);
        ObjectGuid robot = guid("CN=Robot," + excluded);
        ObjectGuid bob = guid("CN=Bob," + directory.baseDn());
        ObjectGuid computer = guid("CN=pc1," + root);
        ObjectGuid gone = guid("CN=Gone," + root);
        ObjectGuid nobody = new ObjectGuid(UUID.randomUUID());
        try (var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            administrator.delete("CN=Gone," + root);
        }

        Map<ObjectGuid, Seen> seen = ask(ada, guest, robot, bob, computer, gone, nobody);

        assertThat(seen).containsOnlyKeys(ada, guest, robot, bob, computer, gone);
        assertThat(seen).containsEntry(ada, new Seen(Standing.SELECTED, "CN=Ada", root));
        assertThat(seen).containsEntry(guest, new Seen(Standing.NOT_SELECTED, "CN=Guest", root));
        assertThat(seen).containsEntry(robot, new Seen(Standing.NOT_SELECTED, "CN=Robot", excluded));
        assertThat(seen).containsEntry(bob, new Seen(Standing.NOT_SELECTED, "CN=Bob", directory.baseDn()));
        assertThat(seen).containsEntry(computer, new Seen(Standing.OTHER, "CN=pc1", root));
        assertThat(seen.get(gone)).extracting(Seen::standing).isEqualTo(Standing.DELETED);
    }

    /** Another installation may have shipped them to the same provider. */
    @Test
    void of_the_deleted_only_those_who_lived_where_we_select_are_ours() throws LDAPException {
        String unit = "OU=Unit," + excluded;
        ObjectGuid robot = guid("CN=Robot," + excluded);
        ObjectGuid bob = guid("CN=Bob," + directory.baseDn());
        ObjectGuid gone = guid("CN=Gone," + root);
        try (var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
            administrator.modifyDN("CN=Robot," + excluded, "CN=Robot", true, unit);
            administrator.add("OU=Below," + root, new Attribute("objectClass", "organizationalUnit"));
            administrator.modifyDN("CN=Gone," + root, "CN=Gone", true, "OU=Below," + root);
            administrator.delete("CN=Robot," + unit);
            administrator.delete(unit);
            administrator.delete("CN=Bob," + directory.baseDn());
            administrator.delete("CN=Gone,OU=Below," + root);
            administrator.delete("OU=Below," + root);
        }

        Map<ObjectGuid, Seen> seen = ask(robot, bob, gone);

        assertThat(seen.get(robot)).extracting(Seen::standing).isEqualTo(Standing.DELETED_ELSEWHERE);
        assertThat(seen.get(bob)).extracting(Seen::standing).isEqualTo(Standing.DELETED_ELSEWHERE);
        assertThat(seen.get(gone)).extracting(Seen::standing).isEqualTo(Standing.DELETED);
    }

    @Test
    void a_directory_that_does_not_answer_is_no_answer() {
        ObjectGuid ada = guid("CN=Ada," + root);
        directory.close();

        assertThatThrownBy(() -> ask(ada)).isInstanceOf(DirectoryException.class);
    }
}
