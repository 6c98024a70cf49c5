package adsync.fault;

import adsync.testing.ScimServer;
import adsync.testing.ScimmyServer;
import adsync.testing.SdkScimServer;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Breaks something, again and again, while people are changed, and asks directory and provider each time whether anything was
 * lost. The program behind {@code scripts/chaos}, which says how it is called.
 */
final class Chaos implements AutoCloseable {

    /** Longer than any wait of the service between two tries. */
    private static final Duration CONVERGES_WITHIN = Duration.ofMinutes(3);

    private static final int PERSONS_A_SEED = 1_000_000;
    private static final long ASK_EVERY_MILLISECONDS = 200;

    private final long seed;
    private final Random random;
    private final Duration longest;
    private final Stage stage;
    private final Traffic traffic;
    private boolean unsure;

    /**
     * Sets the stage.
     *
     * @param longest that a trouble lasts
     */
    Chaos(long seed, Duration longest, String provider) throws IOException, LDAPException {
        this.seed = seed;
        this.random = new Random(seed);
        this.longest = longest;
        this.stage = new Stage(() -> server(provider));
        this.traffic = new Traffic(stage.administrator(), stage.unit(), random, PERSONS_A_SEED);
    }

    private static ScimServer server(String provider) {
        return switch (provider) {
            case "sdk" -> SdkScimServer.start();
            case "scimmy" -> ScimmyServer.start(ScimmyServer.Login.BASIC, Map.of());
            default -> throw new IllegalArgumentException("--provider: expected sdk or scimmy, found " + provider);
        };
    }

    /** Takes {@code --name value} pairs. */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>(Map.of(
                "--rounds", "50", "--longest", "10", "--provider", "sdk", "--seed", Long.toString(System.nanoTime())));
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            if (options.put(arguments[i], arguments[i + 1]) == null && !arguments[i].equals("--only")) {
                throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        Set<Trouble> among = options.containsKey("--only")
                ? Arrays.stream(options.getOrDefault("--only", "").split(","))
                        .map(Trouble::valueOf)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Trouble.class)))
                : EnumSet.allOf(Trouble.class);
        long seed = Long.parseLong(options.getOrDefault("--seed", ""));
        int rounds = Integer.parseInt(options.getOrDefault("--rounds", ""));
        Duration longest = Duration.ofSeconds(Long.parseLong(options.getOrDefault("--longest", "")));
        System.out.println("seed " + seed);
        boolean clean = false;
        try (var chaos = new Chaos(seed, longest, options.getOrDefault("--provider", ""))) {
            clean = chaos.rounds(rounds, among);
        } catch (Exception | AssertionError e) { // threads of the stage would go on for ever
            System.out.println("the rounds ended with " + e);
        }
        System.exit(clean ? 0 : 1);
    }

    /** Whether nothing was lost in so many rounds; each trouble comes before any comes again. */
    boolean rounds(int rounds, Set<Trouble> among) throws IOException, LDAPException {
        List<Trouble> deck = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            if (deck.isEmpty()) {
                deck.addAll(among);
                Collections.shuffle(deck, random);
            }
            if (!round(round, deck.removeLast())) {
                return false;
            }
        }
        stage.verifyAudit();
        System.out.println(rounds + " rounds, nothing lost, nothing twice, the audit log is whole");
        return true;
    }

    private boolean round(int number, Trouble trouble) throws IOException, LDAPException {
        System.out.printf("round %3d  %-52s", number, trouble);
        int changes = change(Duration.ofMillis(random.nextLong(1500)));
        trouble.begin(stage);
        Duration lasts = Duration.ofMillis(500 + random.nextLong(longest.toMillis()));
        changes += change(trouble == Trouble.FROZEN ? longest : lasts);
        trouble.end(stage);
        stage.heal();
        changes += change(Duration.ofMillis(random.nextLong(500)));
        long healed = System.nanoTime();
        List<String> differences = differences();
        while (!differences.isEmpty() && System.nanoTime() - healed < CONVERGES_WITHIN.toNanos()) {
            pause(ASK_EVERY_MILLISECONDS);
            differences = differences();
        }
        System.out.printf("%5d changes, as it should be after %.1f s%n", changes, (System.nanoTime() - healed) / 1e9);
        if (differences.isEmpty()) {
            return true;
        }
        differences.forEach(System.out::println);
        Path log = Path.of("target", "chaos-" + seed + "-" + number + ".log");
        stage.writeLog(log);
        System.out.println("not as it should be; the service's log is in " + log);
        return false;
    }

    private List<String> differences() throws LDAPException {
        return stage.service().alive() ? stage.differences() : List.of("the service ended by itself");
    }

    /** Changes people for a while; returns how many changes. A controller that is away takes none. */
    private int change(Duration duration) throws LDAPException {
        long end = System.nanoTime() + duration.toNanos();
        int changes = 0;
        while (System.nanoTime() < end) {
            try {
                if (unsure) {
                    traffic.lookAgain(stage.administrator());
                    unsure = false;
                }
                traffic.happen(stage.administrator());
                changes++;
            } catch (LDAPException | IllegalStateException e) {
                unsure = true; // the controller went away in its midst
                stage.reconnect();
            }
            pause(10 + random.nextLong(60));
        }
        return changes;
    }

    private static void pause(long milliseconds) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(milliseconds));
    }

    @Override
    public void close() throws IOException {
        stage.close();
    }
}
