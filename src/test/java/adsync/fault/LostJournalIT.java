package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Preview;
import adsync.config.Configuration;
import adsync.shipper.Rehearsed;
import adsync.shipper.RehearsedAccount;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.StaffedDirectory;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal is thrown away while the provider has everybody. */
class LostJournalIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int STAFF = 40;
    private static final int IN_THE_GROUP = 30;

    private final SdkScimServer provider = SdkScimServer.start();
    private StaffedDirectory directory;
    private List<Entry> people;
    private Path configuration;
    private Service service;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws LDAPException {
        directory = StaffedDirectory.start(STAFF);
        people = People.entries(STAFF, directory.root());
        String group = "CN=Staff," + directory.root();
        directory
                .administrator()
                .add(
                        group,
                        new Attribute("objectClass", "group"),
                        new Attribute(
                                "member",
                                people.subList(0, IN_THE_GROUP).stream()
                                        .map(Entry::getDN)
                                        .toList()));
        configuration = Service.configuration(
                folder,
                directory.settings(folder),
                provider,
                provider.url(),
                "services: {mailbox: {groups: [\"" + group + "\"]}}",
                "groups: {ship: true}");
        service = Service.start(configuration);
        await().atMost(SOON)
                .until(() -> users().size() == STAFF
                        && members().size() == IN_THE_GROUP
                        && service.statistics().outbox() == 0);
    }

    @AfterEach
    void end() {
        service.close();
        provider.close();
        directory.close();
    }

    @Test
    void what_is_not_different_is_not_touched_and_nobody_is_there_twice_or_gone() throws LDAPException, IOException {
        provider.probe().post("/Users", stranger("stranger@elsewhere.example", Optional.empty()));
        Map<String, String> before = users();
        Set<String> members = members();
        service.close();
        directory
                .administrator()
                .modify(people.get(0).getDN(), new Modification(ModificationType.REPLACE, "title", "Changed"));
        directory.administrator().add(People.person(STAFF + 1).entry(directory.root()));

        delete(folder.resolve("state"));
        service = Service.start(configuration, false);
        await().atMost(SOON).until(() -> service.ready().encode().contains("adsync approve 1"));
        assertThat(users()).as("before it is approved").isEqualTo(before);
        service.close();
        service = Service.start(configuration, true);
        await().atMost(SOON)
                .until(() -> users().size() == STAFF + 2 && service.statistics().outbox() == 0);
        await().atMost(SOON).until(this::compared);

        Map<String, String> after = users();
        after.entrySet().removeAll(before.entrySet());
        assertThat(after.values()).as("who is new, and who has another title").hasSize(2);
        assertThat(after.values()).anyMatch(user -> user.contains("Changed"));
        assertThat(users().keySet()).containsAll(before.keySet());
        assertThat(provider.probe().all("/Groups")).hasSize(1);
        await().atMost(SOON).until(() -> members().equals(members));
    }

    @Test
    void who_left_meanwhile_is_withdrawn_and_who_left_the_group_is_removed() throws LDAPException, IOException {
        String unknown = UUID.randomUUID().toString();
        provider.probe().post("/Users", stranger("unknown@elsewhere.example", Optional.of(unknown)));
        String deleted = id(people.get(1));
        String moved = id(people.get(2));
        String outside = id(people.get(3));
        Set<String> expected = members();
        expected.removeAll(List.of(deleted, moved, outside));
        service.close();
        directory.administrator().delete(people.get(1).getDN());
        directory
                .administrator()
                .modifyDN(
                        people.get(2).getDN(),
                        Objects.requireNonNull(people.get(2).getRDN()).toString(),
                        true,
                        directory.root().substring("OU=Inside,".length()));
        directory
                .administrator()
                .modify(
                        "CN=Staff," + directory.root(),
                        new Modification(
                                ModificationType.DELETE, "member", people.get(3).getDN()));

        delete(folder.resolve("state"));
        List<String> previewed = new ArrayList<>();
        Preview.Result preview = Preview.make(
                Configuration.load(configuration, Map.of()), Clock.systemUTC(), one -> account(one, previewed));
        service = Service.start(configuration, true);

        assertThat(preview.summary().count(RehearsedAccount.Kind.DISABLE)).isEqualTo(1);
        assertThat(previewed).containsExactly(deleted);
        await().atMost(SOON).until(() -> !active(deleted));
        await().atMost(SOON).untilAsserted(() -> assertThat(members()).isEqualTo(expected));
        await().atMost(SOON).until(this::compared);
        assertThat(List.of(outside, moved)).as("in scope, or another's").allMatch(this::active);
        assertThat(provider.probe().find("/Users", "externalId eq \"" + unknown + "\""))
                .singleElement()
                .satisfies(account -> assertThat(account.getBoolean("active")).isTrue());
    }

    /** Notes whose accounts would be switched off. */
    private static void account(Rehearsed one, List<String> ids) {
        if (one instanceof RehearsedAccount account && account.kinds().contains(RehearsedAccount.Kind.DISABLE)) {
            account.accountId().ifPresent(ids::add);
        }
    }

    /** Whether a comparison with the provider came to its end. */
    private boolean compared() {
        return service.ready()
                .getJsonObject("parts")
                .getJsonObject("comparison")
                .getJsonObject("details")
                .containsKey("completedAt");
    }

    private String id(Entry person) {
        String login = person.getAttributeValue("userPrincipalName");
        return provider.probe()
                .find("/Users", "userName eq \"" + login + "\"")
                .getFirst()
                .getString("id");
    }

    private boolean active(String id) {
        return provider.probe().get("/Users/" + id).json().getBoolean("active");
    }

    private static JsonObject stranger(String login, Optional<String> externalId) {
        JsonObject account = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", login)
                .put("active", true);
        externalId.ifPresent(key -> account.put("externalId", key));
        return account;
    }

    /** The accounts by their ids, with the times of their last changes; fails if two have one key. */
    private Map<String, String> users() {
        List<JsonObject> all = provider.probe().all("/Users");
        assertThat(all.stream().map(user -> user.getString("externalId")))
                .as("keys")
                .doesNotHaveDuplicates();
        return all.stream()
                .collect(Collectors.toMap(
                        user -> user.getString("id"), JsonObject::encode, (one, other) -> one, TreeMap::new));
    }

    private Set<String> members() {
        return provider.probe().all("/Groups").stream()
                .map(group -> group.getJsonArray("members", new JsonArray()))
                .flatMap(JsonArray::stream)
                .map(JsonObject.class::cast)
                .map(member -> member.getString("value"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> files = Files.walk(top)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
