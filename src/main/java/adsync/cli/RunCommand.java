package adsync.cli;

import adsync.app.Daemon;
import adsync.app.OwnService;
import adsync.app.Permitted;
import adsync.app.Preview;
import adsync.app.Reload;
import adsync.app.ReplacementException;
import adsync.app.SetupService;
import adsync.app.StartException;
import adsync.config.Configuration;
import adsync.config.EffectiveConfiguration;
import adsync.config.LogFormat;
import adsync.journal.JournalException;
import adsync.observe.LogKeys;
import adsync.setup.Setup;
import adsync.setup.SetupQuestions;
import adsync.web.WebVerticle;
import io.vertx.core.net.HostAndPort;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync run}: the service, until it is told to stop. */
@Command(
        name = "run",
        description = {
            "Runs the service until SIGTERM or Ctrl-C.",
            "With SIGHUP it reads its configuration file again, as  adsync reload  has it do."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync run",
            "Example: adsync run --setup",
            "Exit code 0 if it was told to stop; 2 or 3 if it cannot be started as it is configured; 70 after an error of ADSync."
        })
final class RunCommand implements Callable<Integer> {

    private static final Logger LOGGER = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--yes", description = "approves the first load into a provider that holds accounts already")
    private boolean yes;

    @Option(
            names = "--same-provider",
            description = "another provider.url or organization is where the accounts are that are known already")
    private boolean sameProvider;

    @Option(names = "--preview", description = "says what would be done, as adsync preview does, and does nothing")
    private boolean preview;

    @Option(
            names = "--setup",
            description = "if there is no configuration yet, serves a page to make it, and starts when that is done")
    private boolean setUp;

    @Option(
            names = "--mend",
            description = {
                "if it cannot start as it is configured, serves that page with the cause instead of ending: for whoever would start it again at once, until the directory locks its account"
            })
    private boolean mend;

    @Option(
            names = "--setup-listen",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:ADSYNC_LISTEN:-127.0.0.1:8480}",
            converter = ListenConverter.class,
            description = {
                "where that page is, and the service after it (default: ${DEFAULT-VALUE}).",
                "Elsewhere than on loopback it is in clear text: only where nobody else can listen on the way"
            })
    private HostAndPort setUpPlace = SetupService.loopback(0);

    @Mixin
    private PreviewOutput output = new PreviewOutput();

    @Spec
    private CommandSpec specification = CommandSpec.create();

    /** What has to be closed at the end: the service, or the set-up before it. */
    private final AtomicReference<@Nullable AutoCloseable> running = new AtomicReference<>();

    /** What changes the configuration of the service that runs. */
    private final AtomicReference<@Nullable SetupQuestions> editing = new AtomicReference<>();

    private final ServiceManager manager = ServiceManager.of(System.getenv());

    @Override
    public Integer call() throws InterruptedException {
        var stop = new Thread(this::stop, "stop");
        if (setUp && !preview && Files.notExists(file.path())) {
            Runtime.getRuntime().addShutdownHook(stop);
            running.set(setUp(stop, ""));
        } else {
            EffectiveConfiguration effective = file.effective();
            Configuration configuration = effective.configuration();
            if (preview) {
                return output.preview(configuration, sameProvider, specification);
            }
            Runtime.getRuntime().addShutdownHook(stop);
            running.set(guarded(stop, () -> mend ? startOrMend(stop, effective) : start(effective, Optional.empty())));
        }
        manager.ready(this::answers);
        new CountDownLatch(1).await();
        return ExitCode.OK;
    }

    private Daemon startOrMend(Thread stop, EffectiveConfiguration effective) throws InterruptedException {
        try {
            return start(effective, Optional.empty());
        } catch (StartException | JournalException e) {
            return setUp(stop, cannotStart(e));
        }
    }

    private static String cannotStart(RuntimeException why) {
        String trouble = String.valueOf(why.getMessage());
        LOGGER.atError().addKeyValue(LogKeys.DETAIL, trouble).log("the service cannot start as it is configured");
        return trouble;
    }

    /** Until there is a configuration by which the service starts. */
    private Daemon setUp(Thread stop, String before) throws InterruptedException {
        Logging.service(LogFormat.JSON);
        Optional<WebVerticle> page = Optional.empty();
        String trouble = before;
        while (true) {
            page = Optional.of(guarded(stop, setUp(trouble, page)));
            EffectiveConfiguration effective = guarded(stop, file::effective);
            try {
                return start(effective, page);
            } catch (StartException | JournalException e) {
                trouble = cannotStart(e);
            }
        }
    }

    private Callable<WebVerticle> setUp(String trouble, Optional<WebVerticle> former) {
        return () -> {
            var setup = Setup.begin(file.path(), System.getenv(), Preview.forecaster(Clock.systemUTC()));
            if (setUpPlace.port() > 0 && !setup.editing()) {
                setup.listen(setUpPlace.toString()); // the page stays where it is
            }
            var ending = new SetupService.Ending(true, trouble);
            try (var service = SetupService.start(setup, setUpPlace, ending, former, Clock.systemUTC())) {
                PrintWriter err = specification.commandLine().getErr();
                err.println("adsync: to set it up, open " + service.link()
                        + " within five minutes; adsync web makes more links");
                err.flush();
                running.set(service);
                manager.ready(this::answers);
                service.awaitEnd();
                running.set(null);
                return service.page();
            }
        };
    }

    private Daemon start(EffectiveConfiguration effective, Optional<WebVerticle> page) {
        Configuration configuration = effective.configuration();
        Logging.service(configuration.log());
        Daemon daemon =
                Daemon.start(configuration, new Permitted(yes, sameProvider), Clock.systemUTC(), settled -> {}, page);
        var reload = new Reload(
                daemon::replace,
                effective,
                file::effective,
                used -> Logging.service(used.log()),
                RunCommand::broken,
                Clock.systemUTC());
        daemon.answer(reload);
        SetupQuestions questions = OwnService.editing(file.path(), reload, Clock.systemUTC());
        questions.all().values().forEach(daemon::answer);
        editing.set(questions);
        Hangup.does(reload::begin);
        LOGGER.atInfo()
                .addKeyValue("version", VersionCommand.version())
                .addKeyValue("organization", configuration.organization())
                .addKeyValue("listen", configuration.listenHost() + ":" + daemon.port())
                .log("started");
        return daemon;
    }

    private boolean answers() {
        return !(running.get() instanceof Daemon daemon) || daemon.answers();
    }

    /** What fails ends the process with its own exit code: without this, the stop would end it well. */
    private static <T> T guarded(Thread stop, Callable<T> step) throws InterruptedException {
        boolean done = false;
        try {
            T result = step.call();
            done = true;
            return result;
        } catch (RuntimeException | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            if (!done) {
                Runtime.getRuntime().removeShutdownHook(stop);
            }
        }
    }

    /** For whoever watches the process to start it anew: the journal holds. */
    private static void broken(ReplacementException why) {
        LOGGER.atError().setCause(why).log("the service ends: it can neither go on nor back");
        Logging.close();
        Runtime.getRuntime().halt(ExitCode.INTERNAL);
    }

    /** Being told to stop is no failure: without the halt the exit code would be 143. A start that is cut short is like a kill: the journal holds. */
    private void stop() {
        manager.stopping();
        AutoCloseable open = running.get();
        SetupQuestions edited = editing.get();
        if (edited != null) {
            edited.close();
        }
        if (open != null) {
            LOGGER.atInfo().log("stopping");
            try {
                open.close();
                LOGGER.atInfo().log("stopped");
            } catch (Exception e) {
                LOGGER.atWarn().setCause(e).log("did not stop cleanly");
            }
        }
        Logging.close();
        Runtime.getRuntime().halt(ExitCode.OK);
    }
}
