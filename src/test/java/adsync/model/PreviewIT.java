package adsync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Preview;
import adsync.change.ObjectGuid;
import adsync.config.Configuration;
import adsync.embedded.EmbeddedDirectory;
import adsync.scim.ScimDigest;
import adsync.shipper.Rehearsed;
import adsync.shipper.Rehearsed.Kind;
import adsync.testing.People;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random directories, providers and configurations: what a preview says is exactly what a run then does at the provider, observed
 * there. {@code -Dadsync.preview.seeds=N} and {@code -Dadsync.preview.seed=S} choose how many and which; a failure names the seed that
 * repeats it.
 */
class PreviewIT {

    private static final int ROUNDS = 3;
    private static final int PEOPLE = 14;
    private static final Duration SETTLES_WITHIN = Duration.ofSeconds(60);
    private static final String GUARDED = """
            guard:
              grace: 1s
              delete: {count: 2, percent: 0}
              disable: {count: 2, percent: 0}
              services: {count: 1, percent: 0}
              rename: {count: 1, percent: 0}""";
    private static final String ENABLED = "544";
    private static final String DISABLED = "546";

    private final int seeds = Integer.getInteger("adsync.preview.seeds", 6);
    private final long firstSeed = Long.getLong("adsync.preview.seed", new Random().nextLong());

    private EmbeddedDirectory directory;
    private SdkScimServer provider;
    private LDAPConnection administrator;
    private String root;
    private @Nullable Service service;
    private final List<String> people = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private String selected;
    private String excluded;
    private String chosen;
    private boolean someHeld;
    private int names;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws LDAPException {
        directory = EmbeddedDirectory.start();
        administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
    }

    @AfterEach
    void end() {
        stop();
        administrator.close();
        directory.close();
    }

    @Test
    void a_run_does_exactly_what_the_preview_said() throws Exception {
        for (int number = 0; number < seeds; number++) {
            long seed = firstSeed + number;
            told.clear();
            provider = SdkScimServer.start();
            try {
                story(new Random(seed), number);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "-Dadsync.preview.seeds=1 -Dadsync.preview.seed=" + seed + "\n" + String.join("\n", told), e);
            } finally {
                stop();
                provider.close();
                forget();
            }
        }
    }

    private void story(Random random, int number) throws LDAPException, IOException {
        root = "OU=Story " + number + "," + directory.baseDn();
        people.clear();
        groups.clear();
        someHeld = false;
        unit(root);
        for (String unit : List.of("In", "Out", "Test")) {
            unit("OU=" + unit + "," + root);
        }
        for (String name : List.of("Mail", "Inner")) {
            groups.add(group(name + number));
        }
        modify(groups.get(0), ModificationType.ADD, "member", groups.get(1));
        for (int person = 0; person < PEOPLE; person++) {
            hire(random);
        }
        strangers(random);
        for (int round = 0; round < ROUNDS; round++) {
            round(random, round);
        }
    }

    private void round(Random random, int round) throws LDAPException, IOException {
        boolean beside = service != null && random.nextBoolean();
        if (!beside) {
            stop();
            for (int step = 0; round > 0 && step < 6; step++) {
                step(random);
            }
            meddle(random, round);
        }
        Path file = configure(random);
        Map<String, byte[]> files = beside ? Map.of() : stateFiles();
        Map<String, JsonObject> before = accounts();
        List<Rehearsed> previewed = new ArrayList<>();
        var result = Preview.make(Configuration.load(file, Map.of()), Clock.systemUTC(), previewed::add);
        assertThat(accounts()).as("a preview changes nothing").isEqualTo(before);
        if (!beside) {
            assertThat(stateFiles().keySet()).as("a preview writes nothing").isEqualTo(files.keySet());
        }
        stop();
        Service started = Service.start(file);
        service = started;
        await().atMost(SETTLES_WITHIN).during(Duration.ofMillis(300)).until(() -> settled(started));
        Map<String, JsonObject> after = accounts();
        previewed.forEach(one -> told.add("previewed " + (one.held() ? "held " : "") + one.kinds() + " of "
                + one.objectGuid() + " " + one.accountId().orElse("") + " " + one.cause()));
        assertThat(differences(expected(previewed), real(before, after), gone(before)))
                .isEmpty();
        assertThat(result.summary().count(Kind.CREATE))
                .isEqualTo(after.keySet().stream()
                        .filter(id -> !before.containsKey(id))
                        .count());
        assertThat(result.summary().count(Kind.DELETE))
                .isEqualTo(before.keySet().stream()
                        .filter(id -> !after.containsKey(id))
                        .count());
        var statistics = started.statistics();
        long held = previewed.stream().filter(Rehearsed::held).count();
        someHeld = held > 0;
        assertThat(statistics.held()).as("held").isEqualTo(held);
        assertThat(statistics.parked())
                .as("parked")
                .isEqualTo(previewed.stream()
                        .filter(one -> one.kinds().contains(Kind.PARK))
                        .count());
        assertThat(result.warnings()).isEmpty();
    }

    private static boolean settled(Service service) {
        JsonObject listener = service.ready().getJsonObject("parts").getJsonObject("directory");
        return "following".equals(listener.getJsonObject("details").getString("phase"))
                && service.statistics().outbox() == 0;
    }

    private void stop() {
        Service running = service;
        if (running != null) {
            running.close();
        }
        service = null;
    }

    private void forget() throws IOException {
        Path state = folder.resolve("state");
        if (Files.exists(state)) {
            try (Stream<Path> files = Files.walk(state)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Map<String, byte[]> stateFiles() throws IOException {
        Path state = folder.resolve("state");
        Map<String, byte[]> found = new TreeMap<>();
        if (Files.exists(state)) {
            try (Stream<Path> files = Files.list(state)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    found.put(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
        return found;
    }

    // -- what happens

    private void unit(String dn) throws LDAPException {
        administrator.add(dn, new Attribute("objectClass", "organizationalUnit"));
    }

    private String group(String name) throws LDAPException {
        String dn = "CN=" + name + "," + root;
        administrator.add(dn, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", name));
        return dn;
    }

    private void hire(Random random) throws LDAPException {
        int person = Math.floorMod(root.hashCode(), 1000) * 100 + names++;
        String unit = "OU=" + List.of("In", "In", "Out", "Test").get(random.nextInt(4)) + "," + root;
        var made = People.person(person).with("userAccountControl", random.nextInt(5) == 0 ? DISABLED : ENABLED);
        if (random.nextInt(3) == 0) {
            made.with("title", "Clerk");
        }
        if (!people.isEmpty() && random.nextBoolean()) {
            made.with("manager", any(random, people));
        }
        String dn = made.dn(unit);
        administrator.add(made.entry(unit));
        people.add(dn);
        if (random.nextInt(3) == 0) {
            modify(any(random, groups), ModificationType.ADD, "member", dn);
        }
        told.add("hired " + dn);
    }

    private void step(Random random) throws LDAPException {
        String who = any(random, people);
        switch (random.nextInt(9)) {
            case 0 -> hire(random);
            case 1 -> modify(who, ModificationType.REPLACE, "title", "Title " + random.nextInt(100));
            case 2 -> modify(who, ModificationType.REPLACE, "department");
            case 3 ->
                modify(who, ModificationType.REPLACE, "userAccountControl", random.nextBoolean() ? ENABLED : DISABLED);
            case 4 -> modify(who, ModificationType.REPLACE, "userPrincipalName", "renamed" + names++ + "@lab.test");
            case 5 -> {
                administrator.delete(who);
                people.remove(who);
                told.add("deleted " + who);
            }
            case 6 -> move(who, random);
            case 7 -> modify(who, ModificationType.REPLACE, "manager", any(random, people));
            default -> membership(who, random);
        }
    }

    private void membership(String who, Random random) throws LDAPException {
        String group = any(random, groups);
        String[] members = administrator.getEntry(group, "member").getAttributeValues("member");
        boolean member = members != null && Set.of(members).contains(who);
        modify(group, member ? ModificationType.DELETE : ModificationType.ADD, "member", who);
    }

    private void move(String who, Random random) throws LDAPException {
        String unit = "OU=" + List.of("In", "Out", "Test").get(random.nextInt(3)) + "," + root;
        String rdn = who.substring(0, who.indexOf(",OU="));
        if (!who.equals(rdn + "," + unit)) {
            administrator.modifyDN(who, rdn, true, unit);
            people.remove(who);
            people.add(rdn + "," + unit);
            told.add("moved " + who + " to " + unit);
        }
    }

    private void modify(String dn, ModificationType type, String attribute, String... values) throws LDAPException {
        administrator.modify(dn, new Modification(type, attribute, values));
        told.add(type + " " + attribute + " " + List.of(values) + " of " + dn);
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /** Accounts that were there before us: somebody's login, somebody's identity, nobody's. */
    private void strangers(Random random) throws LDAPException {
        for (int stranger = 0; stranger < random.nextInt(4); stranger++) {
            var person = administrator.getEntry(any(random, people), "userPrincipalName", "objectGUID");
            JsonObject account = new JsonObject()
                    .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:User"))
                    .put("userName", person.getAttributeValue("userPrincipalName"))
                    .put("title", "Stranger")
                    .put("active", random.nextBoolean());
            switch (random.nextInt(3)) {
                case 0 ->
                    account.put(
                            "externalId",
                            ObjectGuid.ofOctets(Objects.requireNonNull(person.getAttributeValueBytes("objectGUID")))
                                    .toString());
                case 1 -> account.put("userName", "stranger" + stranger + "@lab.test");
                default -> {}
            }
            told.add("stranger " + account + ": "
                    + provider.probe().post("/Users", account).status());
        }
    }

    /** Somebody changes accounts by hand. */
    private void meddle(Random random, int round) {
        List<String> ids = new ArrayList<>(accounts().keySet());
        if (round == 0 || ids.isEmpty()) {
            return;
        }
        if (random.nextInt(3) == 0) {
            String id = any(random, ids);
            provider.probe().delete("/Users/" + id);
            told.add("account " + id + " deleted by hand");
        }
    }

    // -- configurations

    private Path configure(Random random) throws IOException {
        Path trust = Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        selected = random.nextInt(3) == 0 ? "OU=In," + root : root;
        excluded = "";
        chosen = "(objectClass=*)";
        String settings = """
                servers: ["%s"]
                root: "%s"
                user: %s
                password: %s
                trust: %s
                """.formatted(
                        directory.ldapsUrl(),
                        selected,
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword(),
                        trust);
        List<String> more = new ArrayList<>();
        // If all that is held comes back, whether its hold closes before others join it is a matter of moments.
        more.add(someHeld || random.nextBoolean() ? GUARDED : Service.UNGUARDED);
        more.add("deprovision: "
                + any(random, List.of("disable", "delete", "{policy: disable-then-delete, after: 1d}")));
        switch (random.nextInt(3)) {
            case 0 -> {
                chosen = "(!(title=Clerk))";
                more.add("scope: {filter: \"" + chosen + "\"}");
            }
            case 1 -> {
                if (selected.equals(root)) {
                    excluded = "OU=Test," + root;
                    more.add("scope: {exclude: [\"" + excluded + "\"]}");
                }
            }
            default -> {}
        }
        switch (random.nextInt(3)) {
            case 0 ->
                more.add(
                        "services:\n  mailbox: {groups: [\"" + groups.get(0) + "\"]}\n  chat: {filter: \"(title=*)\"}");
            case 1 -> more.add("services:\n  mailbox: {groups: [\"" + groups.get(1) + "\"]}");
            default -> {}
        }
        String mapping = any(
                random,
                List.of(
                        "",
                        "title: {upper: title}\n",
                        "userName: mail\nnickName: {lower: sAMAccountName}\n",
                        "phoneNumbers[type eq \"work\"]: off\n"));
        if (!mapping.isEmpty()) {
            more.add("mapping: " + Files.writeString(folder.resolve("mapping.yaml"), mapping));
        }
        String adopt = any(random, List.of("never", "unmanaged", "always"));
        Path file = Service.configuration(folder, settings, provider, provider.url(), more.toArray(String[]::new));
        Files.writeString(file, Files.readString(file).replace("  timeout: 5s", "  timeout: 5s\n  adopt: " + adopt));
        told.add(Files.readString(file) + mapping);
        return file;
    }

    // -- what is compared

    private Map<String, JsonObject> accounts() {
        Map<String, JsonObject> accounts = new HashMap<>();
        provider.users().forEach(user -> accounts.put(user.getString("id"), user));
        return accounts;
    }

    /** Per account, identified by whose it is, the digests before and after of each path. */
    private static Map<String, Map<String, String>> expected(List<Rehearsed> previewed) {
        Map<String, Map<String, String>> changes = new TreeMap<>();
        for (Rehearsed one : previewed) {
            if (!one.held() && !one.values().isEmpty()) {
                Map<String, String> differences = changes.computeIfAbsent(
                        one.accountId().orElse("new " + one.objectGuid()), id -> new TreeMap<>());
                one.values()
                        .forEach((path, values) -> differences.put(
                                path,
                                digest(path, named(values.before(), Map.of())) + " -> "
                                        + digest(path, named(values.after(), Map.of()))));
            }
        }
        return changes;
    }

    private static Map<String, Map<String, String>> real(
            Map<String, JsonObject> before, Map<String, JsonObject> after) {
        Map<String, String> newNames = new HashMap<>();
        after.forEach((id, account) -> {
            if (!before.containsKey(id)) {
                newNames.put(id, "new:" + account.getString("externalId"));
            }
        });
        Set<String> ids = new TreeSet<>(before.keySet());
        ids.addAll(after.keySet());
        Map<String, Map<String, String>> changes = new TreeMap<>();
        for (String id : ids) {
            Map<String, Object> old = flat(before.get(id));
            Map<String, Object> now = flat(after.get(id));
            Set<String> paths = new TreeSet<>(old.keySet());
            paths.addAll(now.keySet());
            Map<String, String> differences = new TreeMap<>();
            for (String path : paths) {
                String then = digest(path, named(old.get(path), newNames));
                String next = digest(path, named(now.get(path), newNames));
                if (!then.equals(next)) {
                    differences.put(path, then + " -> " + next);
                }
            }
            if (!differences.isEmpty()) {
                String key = newNames.containsKey(id) ? "new " + after.get(id).getString("externalId") : id;
                changes.put(key, differences);
            }
        }
        return changes;
    }

    /**
     * Accounts of users who are gone, or go. When their managers go too, and are found gone a moment earlier, such an account is
     * shipped once more before it is withdrawn itself: nobody can say which of two is found first.
     */
    private Set<String> gone(Map<String, JsonObject> before) throws LDAPException {
        Set<String> gone = new TreeSet<>();
        for (Map.Entry<String, JsonObject> account : before.entrySet()) {
            String whose = account.getValue().getString("externalId", "");
            if (!whose.isEmpty() && !inScope(ObjectGuid.parse(whose))) {
                gone.add(account.getKey());
            }
        }
        return gone;
    }

    private boolean inScope(ObjectGuid objectGuid) throws LDAPException {
        var found = administrator.search(
                selected,
                SearchScope.SUB,
                Filter.createANDFilter(
                        Filter.createEqualityFilter("objectGUID", objectGuid.octets()), Filter.create(chosen)),
                "1.1");
        return found.getSearchEntries().stream()
                .anyMatch(entry -> excluded.isEmpty() || !entry.getDN().endsWith(excluded));
    }

    /** What was said but not done, and what was done but not said; in words for the reader of a failure. */
    private static List<String> differences(
            Map<String, Map<String, String>> expected, Map<String, Map<String, String>> real, Set<String> gone) {
        List<String> differences = new ArrayList<>();
        Set<String> ids = new TreeSet<>(expected.keySet());
        ids.addAll(real.keySet());
        for (String id : ids) {
            Map<String, String> said = new TreeMap<>(expected.getOrDefault(id, Map.of()));
            Map<String, String> done = new TreeMap<>(real.getOrDefault(id, Map.of()));
            if (!said.equals(done)) {
                Map<String, String> same = new TreeMap<>(said);
                same.entrySet().retainAll(done.entrySet());
                said.entrySet().removeAll(same.entrySet());
                done.entrySet().removeAll(same.entrySet());
                if (gone.contains(id)) {
                    done.clear();
                }
                if (!said.isEmpty() || !done.isEmpty()) {
                    differences.add(id + ": said " + said + ", done " + done);
                }
            }
        }
        return differences;
    }

    /** A new account has another id at the provider than in a preview, wherever it is named. */
    private static @Nullable Object named(@Nullable Object value, Map<String, String> newNames) {
        if (value instanceof JsonObject manager && newNames.containsKey(manager.getString("value", ""))) {
            return new JsonObject().put("value", newNames.get(manager.getString("value")));
        }
        return value;
    }

    private static String digest(String path, @Nullable Object value) {
        return value == null ? "-" : ScimDigest.of(path, value);
    }

    private static Map<String, Object> flat(@Nullable JsonObject account) {
        Map<String, Object> values = new TreeMap<>();
        if (account == null) {
            return values;
        }
        for (String name : account.fieldNames()) {
            if (Set.of("schemas", "id", "meta").contains(name)) {
                continue;
            }
            Object value = account.getValue(name);
            if (value instanceof JsonObject parts && (name.equals("name") || name.startsWith("urn:"))) {
                parts.forEach(
                        part -> values.put(name + (name.equals("name") ? "." : ":") + part.getKey(), part.getValue()));
            } else if (!(value instanceof JsonArray list && list.isEmpty())) {
                values.put(name, value);
            }
        }
        return values;
    }
}
