package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Image;
import adsync.directory.Directories;
import adsync.directory.DirectoryOptions;
import adsync.directory.ImageFilter;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.Selection;
import adsync.embedded.EmbeddedDirectory;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.listener.FailoverTiming;
import adsync.listener.ListenerOptions;
import adsync.scope.ScopeOptions;
import adsync.secret.Secret;
import adsync.services.Services;
import adsync.shipper.SidHolders.Account;
import adsync.shipper.SidHolders.Holder;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose password it is that came, as the directory says. */
class LiveSidHoldersTest {

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final String root = "OU=Staff," + directory.baseDn();
    private final Instant begun = Clock.systemUTC().instant().minusSeconds(1); // whenCreated has whole seconds
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

    private String sid(String dn) {
        try (var connection = Directories.connect(reached())) {
            var guid = connection.locate(dn).orElseThrow().objectGuid();
            var image = (Image) connection.read(List.of(guid)).getFirst();
            return image.values("objectSid").getFirst();
        }
    }

    @Test
    void whoever_is_kept_out_by_whatever_rule_is_not_selected_and_a_computer_is_nobody() {
        var holders = new LiveSidHolders(vertx, List.of(followed()), journal);
        String ada = sid("CN=Ada," + root);
        String guest = sid("CN=Guest," + root);
        String robot = sid("CN=Robot," + excluded);
        String bob = sid("CN=Bob," + directory.baseDn());
        String domain = bob.substring(0, bob.lastIndexOf('-') + 1);
        String computer = domain + (Long.parseLong(bob.substring(domain.length())) + 1);

        Map<String, Account> told = holders.of(List.of(ada, guest, robot, bob, computer, domain + "4000000000"))
                .await();
        Map<String, Holder> who = new TreeMap<>();
        told.forEach((sid, account) -> who.put(sid, account.holder()));

        assertThat(who)
                .containsOnly(
                        Map.entry(ada, Holder.SELECTED),
                        Map.entry(guest, Holder.NOT_SELECTED),
                        Map.entry(robot, Holder.NOT_SELECTED),
                        Map.entry(bob, Holder.NOT_SELECTED),
                        Map.entry(computer, Holder.NO_PERSON));
        assertThat(told.values())
                .allSatisfy(account -> assertThat(account.created())
                        .hasValueSatisfying(created -> assertThat(created)
                                .isBetween(begun, Clock.systemUTC().instant())));
    }

    @Test
    void of_a_directory_that_is_away_nothing_is_told_and_nothing_fails() {
        String ada = sid("CN=Ada," + root);
        var holders = new LiveSidHolders(vertx, List.of(followed()), journal);
        directory.close();

        assertThat(holders.of(List.of(ada)).await()).isEmpty();
    }
}
