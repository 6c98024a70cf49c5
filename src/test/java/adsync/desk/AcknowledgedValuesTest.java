package adsync.desk;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Change;
import adsync.change.Container;
import adsync.change.CorrelationId;
import adsync.change.Diff;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.Checkpoint;
import adsync.journal.Journal;
import adsync.journal.Journals;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.journal.PageCommit;
import adsync.journal.PageCommit.Basis;
import adsync.journal.PageCommit.ObjectChange;
import adsync.journal.Partition;
import adsync.journal.Settlement;
import adsync.mapping.Choice;
import adsync.mapping.Mapped;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.scim.ScimDigest;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of the values that a provider acknowledged. */
class AcknowledgedValuesTest {

    private static final ObjectGuid ADA = guid(1);
    private static final ObjectGuid ROOT = guid(9);
    private static final Partition ALL = new Partition(0, 1);

    private final Vertx vertx = Vertx.vertx();
    private final Clock clock = Clock.systemUTC();
    private Journal journal;
    private Mapping mapping = Mapping.standard(MappingOptions.standard());
    private Optional<Image> known = Optional.empty();

    @TempDir
    private Path state;

    @BeforeEach
    void open() {
        journal = Journals.open(vertx, state, clock, new SimpleMeterRegistry()).await();
    }

    @AfterEach
    void end() {
        journal.close().await();
        vertx.close().await();
    }

    private static ObjectGuid guid(long number) {
        return new ObjectGuid(new UUID(number, number));
    }

    private void read(String... attributes) {
        Map<String, List<String>> values = new TreeMap<>();
        values.put("userPrincipalName", List.of("ada@contoso.com"));
        values.put("userAccountControl", List.of("512"));
        for (int at = 0; at < attributes.length; at += 2) {
            values.put(attributes[at], List.of(attributes[at + 1]));
        }
        Image image = Image.of(new Container(ADA, ROOT, "CN=Ada"), "CN=Ada,OU=Staff,DC=contoso,DC=com", 1, values);
        Change change = Diff.between(
                        known.map(one -> new Shadow(one, Presence.PRESENT)).orElse(null), image)
                .orElseThrow();
        known = Optional.of(image);
        var event = new ChangeCommitted(new CorrelationId("c"), change, new Origin("dc1", 1, clock.instant()));
        journal.commit(new PageCommit(
                        List.of(new Container(ROOT, ROOT, "OU=Staff,DC=contoso,DC=com")),
                        List.of(),
                        List.of(new ObjectChange(
                                event, Presence.PRESENT, Optional.of(image), Basis.READ, Optional.empty())),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Set.of(),
                        checkpoint()))
                .await();
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(
                new NamingContext(guid(8), "DC=contoso,DC=com"),
                ROOT,
                Checkpoint.Phase.FOLLOWING,
                Optional.empty(),
                Optional.empty(),
                "dc1",
                guid(7).value(),
                1,
                "fingerprint",
                1,
                0,
                0,
                clock.instant());
    }

    /** The provider acknowledges what is to be shipped, with other digests for some paths. */
    private void ship(Map<String, String> others) {
        OutboxRow row = journal.claim(ALL, clock.instant(), 1).await().getFirst();
        var user = (Mapped.User) mapping.resource(row.shadow().image(), Optional.empty(), clock.instant());
        Map<String, String> digests = new HashMap<>(ScimDigest.of(user.resource()));
        digests.putAll(others);
        journal.settle(List.of(new Settlement.Acknowledged(
                        row,
                        new adsync.journal.Answer(Outcome.SHIPPED, 201, ""),
                        Optional.of(new Link("17", digests)))))
                .await();
    }

    private JsonObject told() {
        return new AcknowledgedValues(journal, mapping, clock)
                .of(journal.dossier(ADA).await())
                .await();
    }

    @Test
    void all_of_them_are_told_as_they_were_sent() {
        read("title", "Engineer", "telephoneNumber", "+49 1");
        ship(Map.of(Image.SERVICES, "chat,mailbox"));

        JsonObject told = told();

        assertThat(told.getString("userName")).isEqualTo("ada@contoso.com");
        assertThat(told.getBoolean("active")).isTrue();
        assertThat(told.getString("title")).isEqualTo("Engineer");
        assertThat(told.getString(Image.SERVICES)).isEqualTo("chat,mailbox");
        assertThat(told.getJsonArray("phoneNumbers").encode()).contains("+49 1", "work");
    }

    @Test
    void what_waits_to_be_shipped_is_not_what_the_provider_has() {
        read("title", "Engineer");
        ship(Map.of());
        read("title", "Director", "department", "Sales");

        assertThat(told().getString("title")).isEqualTo("Engineer");
        assertThat(told().fieldNames()).noneMatch(path -> path.endsWith("department"));
    }

    @Test
    void a_value_of_which_only_the_digest_is_kept_is_told_to_be_another_one() {
        read("title", "Engineer");
        ship(Map.of("title", "0123456789abcdef", "active", ScimDigest.of("active", false)));

        assertThat(told().containsKey("title")).isTrue();
        assertThat(told().getValue("title")).isNull();
        assertThat(told().getBoolean("active")).isFalse();
    }

    @Test
    void secrets_are_not_told_and_octets_by_their_digest() {
        mapping = Mapping.standard(new MappingOptions(
                MappingOptions.EXTENSION,
                new TreeMap<>(Map.of(
                        "title", new Choice.Attribute("contosoPassword"), "nickName", new Choice.Attribute("photo")))));
        read("contosoPassword", "Sesame!", "photo", "AAEC", "pwdLastSet", "0");
        ship(Map.of());

        assertThat(told().encode()).doesNotContain("Sesame", "AAEC");
        assertThat(told().getString("title")).isEqualTo("(not shown)");
        assertThat(told().getString("nickName")).startsWith("3 octets, SHA-256 ");
        assertThat(told().getBoolean(MappingOptions.EXTENSION + ":mustChangePassword"))
                .isTrue();
    }

    @Test
    void a_value_that_the_mapping_cannot_take_is_told_with_its_attribute_and_without_itself() {
        read("mail", "no address", "title", "Analyst");

        Answer answer = new Why(journal, Optional.empty(), mapping, clock)
                .ask(new JsonObject().put("who", ADA.toString()))
                .await();

        JsonObject ada = answer.body().getJsonArray("people").getJsonObject(0);
        assertThat(ada.getJsonArray("notMapped"))
                .isNotEmpty()
                .allSatisfy(note ->
                        assertThat(note.toString()).startsWith("mail -> ").doesNotContain("no address"));
        read("mail", "ada@contoso.com", "title", "Analyst");
        assertThat(new Why(journal, Optional.empty(), mapping, clock)
                        .ask(new JsonObject().put("who", ADA.toString()))
                        .await()
                        .body()
                        .getJsonArray("people")
                        .getJsonObject(0)
                        .containsKey("notMapped"))
                .isFalse();
    }
}
