package adsync.cli;

import adsync.app.Daemon;
import adsync.app.SetupService;
import adsync.config.Configuration;
import adsync.config.LogFormat;
import adsync.config.ServicePlace;
import adsync.desk.AddController;
import adsync.embedded.EmbeddedDirectory;
import adsync.embedded.EmbeddedDirectoryOptions;
import adsync.embedded.EmbeddedProvider;
import adsync.embedded.EmbeddedProviderOptions;
import adsync.embedded.OfficeLife;
import adsync.embedded.PasswordReceiver;
import adsync.embedded.StaffComparison;
import adsync.web.SignIn;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync demo}: the real service on an embedded directory and an embedded provider, with people in it. */
@Command(
        name = "demo",
        description = {
            "Shows ADSync at work, on this machine alone.",
            "An embedded directory in which people are hired, promoted, moved and leave, an embedded provider, and the real service between them. Both can be reached with any client while it runs."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync demo --users 1000 --seconds 30",
            "Exit code 0 if everything was shipped and each new password works at the provider, 1 if not."
        })
final class DemoCommand implements Callable<Integer> {

    /** Few, so that a small machine keeps up. */
    private static final int HASH_ROUNDS = 10_000;

    /** Deletions a minute that need nobody's approval, where the company is slower than that. */
    private static final int MOST_UNASKED = 25;

    /** All of them are in the memory of this process, twice. */
    private static final int MOST_USERS = 100_000;

    private static final Duration CATCHING_UP = Duration.ofSeconds(60);
    private static final EmbeddedProviderOptions PROVIDER = EmbeddedProviderOptions.defaults();

    @Option(
            names = "--users",
            defaultValue = "200",
            description = "people in the directory at the start, up to " + MOST_USERS + " (default: 200)")
    private int users = 200;

    @Option(names = "--seconds", defaultValue = "0", description = "ends after so many seconds (default: with Ctrl-C)")
    private int seconds;

    @Option(names = "--rate", defaultValue = "2", description = "changes a second (default: 2)")
    private double rate = 2;

    @Option(names = "--seed", defaultValue = "1", description = "equal seeds make equal companies (default: 1)")
    private long seed = 1;

    @Option(
            names = "--listen",
            defaultValue = "127.0.0.1:8480",
            converter = ListenConverter.class,
            description = "metrics and health (default: ${DEFAULT-VALUE})")
    private HostAndPort listen = SetupService.loopback(8480);

    @Option(names = "--json", description = "print the service's own log instead of a line a change")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws IOException, InterruptedException {
        checkOptions();
        if (json) {
            Logging.service(LogFormat.JSON);
        }
        var interrupted = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endOrderly(interrupted, ended), "demo-end"));
        Path folder = Files.createTempDirectory("adsync-demo");
        try (var directory = EmbeddedDirectory.start(EmbeddedDirectoryOptions.defaults());
                var provider = EmbeddedProvider.start(PROVIDER)) {
            directory.seedPeople(users);
            var receiver = PasswordReceiver.hashing(Clock.systemUTC(), HASH_ROUNDS);
            provider.takePasswords(receiver);
            Path file = configuration(folder, directory, provider, receiver);
            Configuration configuration = Configuration.load(file, Map.of());
            var screen = new DemoScreen(
                    specification.commandLine().getOut(),
                    Clock.systemUTC(),
                    !json,
                    () -> StaffComparison.differences(directory, provider));
            Daemon daemon = Daemon.start(configuration, false, Clock.systemUTC(), screen::settled);
            daemon.answer(new NoReload());
            try (daemon;
                    var controller =
                            DemoController.begin(invite(configuration, directory), directory, receiver, screen::told)) {
                introduce(screen, directory, provider, daemon, file, page(configuration, file));
                boolean caughtUp = play(screen, directory, daemon, interrupted);
                boolean usable = passwordsWork(screen, controller, provider);
                return caughtUp && usable ? ExitCode.OK : ExitCode.NOT_WELL;
            }
        } finally {
            delete(folder);
            ended.countDown();
        }
    }

    private void checkOptions() {
        if (users < 1 || users > MOST_USERS || seconds < 0 || rate <= 0 || rate > 1000) {
            throw new ParameterException(
                    specification.commandLine(),
                    "--users must be from 1 to " + MOST_USERS
                            + ", --seconds at least 0, --rate above 0 and at most 1000");
        }
    }

    private static boolean passwordsWork(DemoScreen screen, DemoController controller, EmbeddedProvider provider)
            throws IOException, InterruptedException {
        List<String> unusable = controller.unusable(provider);
        screen.line(controller.works() + " of " + controller.heard() + " new passwords worked at the provider");
        unusable.forEach(account -> screen.line("the password of " + account + " does not work there"));
        return unusable.isEmpty();
    }

    /** On Ctrl-C the JVM waits until the demo has put everything away. */
    private static void endOrderly(CountDownLatch interrupted, CountDownLatch ended) {
        interrupted.countDown();
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As an administrator would: adsync dc add. */
    private static String invite(Configuration configuration, EmbeddedDirectory directory) throws InterruptedException {
        var asked = new JsonObject().put("name", directory.dnsHostName());
        return DeskLine.ask(ServicePlace.of(configuration), AddController.NAME, asked)
                .answer()
                .body()
                .getString("token");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path configuration(
            Path folder, EmbeddedDirectory directory, EmbeddedProvider provider, PasswordReceiver receiver)
            throws IOException {
        int intake = freePort();
        Path trust = Files.writeString(folder.resolve("directory-ca.pem"), directory.certificatePem());
        String text = """
                organization: contoso
                directory:
                  servers: ["%s"]
                  root: OU=Staff,%s
                  user: %s
                  password: %s
                  trust: %s
                provider:
                  url: %s
                  user: %s
                  password: %s
                passwords:
                  listen: 127.0.0.1:%d
                  name: 127.0.0.1:%d
                  keySet: %s
                  rootKey: %s
                state: %s
                listen: %s
                %s""".formatted(
                directory.ldapsUrl(),
                directory.baseDn(),
                directory.serviceAccount(),
                secret(folder, "directory", directory.options().accounts().servicePassword()),
                trust,
                provider.url(),
                PROVIDER.userName(),
                secret(folder, "provider", PROVIDER.password()),
                intake,
                intake,
                Files.writeString(folder.resolve("provider-keys.jws"), receiver.keySet()),
                receiver.rootKey(),
                folder.resolve("state"),
                listen,
                limits());
        return Files.writeString(folder.resolve("adsync.yaml"), text);
    }

    /** What people of this company do by themselves passes, at whatever rate; whoever deletes more of them has it held. */
    private String limits() {
        long aMinute =
                Math.max(MOST_UNASKED, Math.round(rate * Duration.ofMinutes(1).toSeconds()));
        return Stream.of("delete", "disable", "leaveScope", "services", "members", "rename")
                .map(kind -> "  %s: {count: %d, percent: off}\n".formatted(kind, aMinute))
                .collect(Collectors.joining("", "guard:\n  window: 1m\n", ""));
    }

    private static String secret(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name + "-password");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return "${file:" + Files.writeString(file, text) + "}";
    }

    private void introduce(
            DemoScreen screen,
            EmbeddedDirectory directory,
            EmbeddedProvider provider,
            Daemon daemon,
            Path file,
            String page) {
        String host = listen.host();
        screen.line("""
                ADSync demo: %d people in an embedded directory, an embedded provider, the real service between them.
                Passwords come from a simulated domain controller: sealed, over mutual TLS, and opened by the provider alone.
                  metrics    http://%s:%d/metrics   health  http://%s:%d/health/ready
                  directory  %s   %s / %s   %s
                  provider   %s/Users   %s / %s
                  settings   %s
                %s
                %s""".formatted(
                        users,
                        host,
                        daemon.port(),
                        host,
                        daemon.port(),
                        directory.ldapUrl(),
                        directory.administrator(),
                        directory.options().accounts().administratorPassword(),
                        directory.baseDn(),
                        provider.url(),
                        PROVIDER.userName(),
                        PROVIDER.password(),
                        file,
                        page,
                        seconds == 0 ? "Ctrl-C ends it." : "It plays for " + seconds + " s, then ends by itself."));
        screen.line("");
    }

    /** Where a newcomer sees what else is told here line by line. */
    private static String page(Configuration configuration, Path file) throws InterruptedException {
        JsonObject told = DeskLine.ask(ServicePlace.of(configuration), SignIn.NAME, new JsonObject())
                .answer()
                .body();
        String link = told.getString("url");
        return link == null
                ? "  page       " + told.getString("message")
                : "  page       " + link + " (once, within " + told.getInteger("minutes")
                        + " minutes; another one: adsync web --config " + file + ")";
    }

    /** Returns whether the provider equals the directory in the end. */
    private boolean play(DemoScreen screen, EmbeddedDirectory directory, Daemon daemon, CountDownLatch interrupted)
            throws InterruptedException {
        try (var life = new OfficeLife(directory, new Random(seed))) {
            screen.loading(daemon, users, interrupted);
            long begun = System.nanoTime();
            long end = seconds == 0 ? Long.MAX_VALUE : TimeUnit.SECONDS.toNanos(seconds);
            long pause = (long) (TimeUnit.SECONDS.toNanos(1) / rate);
            while (!interrupted.await(pause, TimeUnit.NANOSECONDS) && System.nanoTime() - begun < end) {
                screen.happened(life.next().description());
                screen.summary(daemon.statistics(), false);
            }
            boolean caughtUp = screen.catchUp(daemon::statistics, CATCHING_UP);
            screen.summary(daemon.statistics(), true);
            return caughtUp;
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
