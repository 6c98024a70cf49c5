package adsync.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.app.Preview;
import adsync.config.Configuration;
import adsync.embedded.EmbeddedDirectory;
import adsync.shipper.GroupCounts;
import adsync.shipper.Rehearsed;
import adsync.shipper.RehearsedAccount;
import adsync.shipper.RehearsedAccount.Kind;
import adsync.shipper.RehearsedGroup;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One random directory, provider and configuration, again and again another one: what a preview says is exactly what a run then does at
 * the provider, observed there. For one thread.
 */
final class PreviewRounds implements AutoCloseable {

    private static final int ROUNDS = 3;
    private static final int STEPS = 6;
    private static final Duration SETTLES_WITHIN = Duration.ofMinutes(2);
    private static final Duration QUIET = Duration.ofMillis(300);

    /** What moves on by itself after a quiet moment may take that long. */
    private static final Duration SAME_WITHIN = Duration.ofMinutes(1);

    /** Few, because a comparison with the provider takes its time. */
    private static final int ORPHANS_EVERY = 6;

    private final List<String> told = new ArrayList<>();
    private final SdkScimServer provider = SdkScimServer.start();
    private final long seed;
    private final Path folder;
    private final EmbeddedDirectory directory;
    private final LDAPConnection administrator;

    /** Whether accounts are there of those who are gone: the comparison after the first load finds them. */
    private final boolean orphans;

    private @Nullable Service service;

    /** If all that is held comes back, whether its hold closes before others join it is a matter of moments. */
    private boolean someHeld;

    /**
     * Begins.
     *
     * @param folder of its own
     */
    PreviewRounds(long seed, Path folder) throws LDAPException {
        this.seed = seed;
        this.folder = folder;
        this.orphans = seed % ORPHANS_EVERY == 0;
        directory = EmbeddedDirectory.start();
        administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
    }

    /** Fails with the command that repeats it if a run does anything else than its preview said. */
    void compare() {
        try {
            var random = new Random(seed);
            var story = new PreviewStory(random, administrator, "OU=Story," + directory.baseDn(), told);
            story.strangers(provider);
            if (orphans) {
                story.orphans(provider);
            }
            for (int round = 0; round < ROUNDS; round++) {
                round(story, random, round);
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "-Dadsync.preview.seeds=1 -Dadsync.preview.seed=" + seed + "\n" + String.join("\n", told), e);
        }
    }

    private void round(PreviewStory story, Random random, int round) throws LDAPException, IOException {
        boolean beside = service != null && random.nextBoolean();
        if (!beside && round > 0) {
            stop();
            for (int step = 0; step < STEPS; step++) {
                story.step(someHeld);
            }
            story.meddle(provider);
        }
        Path file = story.configure(folder, directory, provider, someHeld);
        Map<String, JsonObject> before = accounts();
        Map<String, JsonObject> groups = groups();
        Map<String, Integer> files = stateFiles();
        List<Rehearsed> previewed = new ArrayList<>();
        Preview.Result result = Preview.make(Configuration.load(file, Map.of()), Clock.systemUTC(), previewed::add);
        assertThat(accounts()).as("a preview changes nothing").isEqualTo(before);
        assertThat(groups()).as("a preview changes no group").isEqualTo(groups);
        assertThat(beside ? files : stateFiles()).as("a preview writes nothing").isEqualTo(files);
        assertThat(result.warnings()).isEmpty();
        stop();
        Service started = Service.start(file);
        service = started;
        await().atMost(SETTLES_WITHIN)
                .during(QUIET)
                .until(() -> settled(started) && (!orphans || round > 0 || compared(started)));
        previewed.forEach(one -> told.add("previewed " + words(one)));
        Set<String> gone = story.gone(before);
        await().atMost(SAME_WITHIN).untilAsserted(() -> {
            Map<String, JsonObject> after = accounts();
            compare(before, after, previewed, gone);
            compareGroups(before, groups, after, groups(), previewed, result);
            counts(before, after, previewed, result, started);
        });
        someHeld = count(previewed, Rehearsed::held) > 0;
    }

    private static String words(Rehearsed one) {
        return switch (one) {
            case RehearsedAccount account ->
                (one.held() ? "held " : "") + account.kinds() + " of " + one.objectGuid() + " "
                        + account.accountId().orElse("") + " " + one.cause();
            case RehearsedGroup group -> group.toString();
        };
    }

    private static void compare(
            Map<String, JsonObject> before,
            Map<String, JsonObject> after,
            List<Rehearsed> previewed,
            Set<String> gone) {
        assertThat(AccountChanges.differences(
                        AccountChanges.expected(only(RehearsedAccount.class, previewed)),
                        AccountChanges.real(before, after),
                        gone))
                .isEmpty();
    }

    private static void compareGroups(
            Map<String, JsonObject> accountsBefore,
            Map<String, JsonObject> before,
            Map<String, JsonObject> accounts,
            Map<String, JsonObject> after,
            List<Rehearsed> previewed,
            Preview.Result result) {
        List<RehearsedGroup> said = only(RehearsedGroup.class, previewed);
        Map<String, String> newNames = new HashMap<>(GroupStates.newNames(before, after));
        newNames.putAll(GroupStates.newNames(accountsBefore, accounts));
        var states = GroupStates.real(before.values(), Map.of());
        Set<String> undecided = previewed.stream()
                .filter(Rehearsed::held)
                .flatMap(one -> id(one).stream())
                .collect(Collectors.toSet());
        assertThat(GroupStates.without(undecided, GroupStates.real(after.values(), newNames)))
                .isEqualTo(GroupStates.without(undecided, GroupStates.expected(states, said)));
        GroupCounts counts = result.summary().groups();
        assertThat(lacking(after, before)).as("groups created").hasSize((int) counts.count(RehearsedGroup.Kind.CREATE));
        assertThat(lacking(before, after)).as("groups deleted").hasSize((int) counts.count(RehearsedGroup.Kind.DELETE));
        said.forEach(one -> only(one, states.get(one.groupId().orElse("")), accountsBefore.keySet(), before.keySet()));
    }

    /** Nobody is said to come who is there, or to go who is not, but for what the preview cannot know. */
    private static void only(
            RehearsedGroup one, GroupStates.@Nullable State before, Set<String> accounts, Set<String> groups) {
        List<String> there = before == null ? List.of() : before.members();
        if (!one.kinds().contains(RehearsedGroup.Kind.LINK)) {
            assertThat(GroupStates.ids(one.added().first()))
                    .as(one.toString())
                    .filteredOn(there::contains)
                    .isEmpty();
        }
        assertThat(GroupStates.ids(one.removed().first()))
                .as(one.toString())
                .filteredOn(id -> accounts.contains(id) || groups.contains(id))
                .isSubsetOf(there);
    }

    private static <T extends Rehearsed> List<T> only(Class<T> type, List<Rehearsed> previewed) {
        return previewed.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private void counts(
            Map<String, JsonObject> before,
            Map<String, JsonObject> after,
            List<Rehearsed> previewed,
            Preview.Result result,
            Service started) {
        assertThat(lacking(after, before)).as("created").hasSize((int)
                result.summary().count(Kind.CREATE));
        assertThat(lacking(before, after)).as("deleted").hasSize((int)
                result.summary().count(Kind.DELETE));
        assertThat(started.statistics().held()).as("held").isEqualTo(count(previewed, Rehearsed::held));
        assertThat(started.statistics().parked()).as("parked").isEqualTo(count(previewed, PreviewRounds::parked));
    }

    private static Optional<String> id(Rehearsed one) {
        return switch (one) {
            case RehearsedAccount account -> account.accountId();
            case RehearsedGroup group -> group.groupId();
        };
    }

    private static boolean parked(Rehearsed one) {
        return switch (one) {
            case RehearsedAccount account -> account.kinds().contains(Kind.PARK);
            case RehearsedGroup group -> group.kinds().contains(RehearsedGroup.Kind.PARK);
        };
    }

    private static long count(List<Rehearsed> previewed, Predicate<Rehearsed> which) {
        return previewed.stream().filter(which).count();
    }

    /** Those of the first that are not among the others. */
    private static Map<String, JsonObject> lacking(Map<String, JsonObject> first, Map<String, JsonObject> others) {
        Map<String, JsonObject> found = new TreeMap<>(first);
        found.keySet().removeAll(others.keySet());
        return found;
    }

    private static boolean settled(Service service) {
        JsonObject listener = service.ready().getJsonObject("parts").getJsonObject("directory");
        return listener.getJsonObject("details").getBoolean("caughtUp")
                && service.statistics().outbox() == 0;
    }

    /** One that went on in the next round would be made beside other changes than in a preview. */
    private static boolean compared(Service service) {
        return service.meter("adsync_shipper_comparison_completed_time_seconds") > 0;
    }

    private void stop() {
        Service running = service;
        if (running != null) {
            running.close();
        }
        service = null;
    }

    @Override
    public void close() {
        stop();
        provider.close();
        administrator.close();
        directory.close();
    }

    /** What is in the state folder, each file with a digest of its content. */
    private Map<String, Integer> stateFiles() throws IOException {
        Path state = folder.resolve("state");
        Map<String, Integer> found = new TreeMap<>();
        if (Files.exists(state)) {
            try (Stream<Path> files = Files.list(state)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    found.put(file.getFileName().toString(), Arrays.hashCode(Files.readAllBytes(file)));
                }
            }
        }
        return found;
    }

    private Map<String, JsonObject> accounts() {
        return byId(provider.users());
    }

    private Map<String, JsonObject> groups() {
        return byId(provider.groups());
    }

    private static Map<String, JsonObject> byId(List<JsonObject> resources) {
        Map<String, JsonObject> found = new HashMap<>();
        resources.forEach(resource -> found.put(resource.getString("id"), resource));
        return found;
    }
}
