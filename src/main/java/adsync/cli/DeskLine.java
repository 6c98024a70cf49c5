package adsync.cli;

import adsync.app.Daemon;
import adsync.config.Configuration;
import adsync.config.PasswordSettings;
import adsync.config.ServicePlace;
import adsync.control.ControlClient;
import adsync.desk.Answer;
import adsync.desk.Question;
import adsync.desk.Questions;
import adsync.intake.Authority;
import adsync.intake.IntakeOptions;
import adsync.intake.Invitations;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.Journals;
import adsync.mapping.Mapping;
import adsync.mapping.MappingOptions;
import adsync.setup.Setup;
import adsync.web.SignIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where questions go: to the running service or, if none runs, to its journal. */
final class DeskLine {

    private DeskLine() {}

    /**
     * What was answered.
     *
     * @param answer the answer
     * @param running whether a running service gave it
     */
    record Told(Answer answer, boolean running) {}

    /** Asks likewise whoever runs by a configuration file, or sets one up as long as there is none. Blocks. */
    static Told ask(ConfigurationFile file, CommandSpec command, String question, JsonObject asked)
            throws InterruptedException {
        if (!Files.notExists(file.path())) {
            ServicePlace place = file.place(command);
            return question.equals(SignIn.NAME) ? link(file, place, asked) : ask(file, place, question, asked);
        }
        return switch (ControlClient.ask(Setup.folder(file.path()), question, asked)) {
            case ControlClient.Answered answered -> new Told(answered.answer(), true);
            case ControlClient.Unreachable unreachable ->
                new Told(nothing(Unconfigured.message(file.path(), false)), false);
        };
    }

    /** Of the service or, if that could not start, of the page on which it is mended. */
    private static Told link(ConfigurationFile file, ServicePlace place, JsonObject asked) throws InterruptedException {
        if (ControlClient.ask(place.state(), SignIn.NAME, asked) instanceof ControlClient.Answered service) {
            return new Told(service.answer(), true);
        }
        if (ControlClient.ask(Setup.folder(file.path()), SignIn.NAME, asked) instanceof ControlClient.Answered setup) {
            return new Told(setup.answer(), true);
        }
        return ask(file, place, SignIn.NAME, asked);
    }

    /**
     * Asks the service by a file. Blocks.
     *
     * @throws JournalException if no service answers and the journal cannot be opened
     */
    static Told ask(ConfigurationFile file, ServicePlace place, String question, JsonObject asked)
            throws InterruptedException {
        return ask(place, file.path(), question, asked);
    }

    /** Asks one that has no file of its own. */
    static Told ask(ServicePlace place, String question, JsonObject asked) throws InterruptedException {
        return ask(place, null, question, asked);
    }

    private static Told ask(ServicePlace place, @Nullable Path file, String question, JsonObject asked)
            throws InterruptedException {
        return switch (ControlClient.ask(place.state(), question, asked)) {
            case ControlClient.Answered answered -> new Told(answered.answer(), true);
            case ControlClient.Unreachable unreachable -> {
                Optional<Answer> found = atRest(place, unreachable.why(), question, asked);
                yield new Told(found.isPresent() ? found.get() : nobody(place, file, question), false);
            }
        };
    }

    /** Who could not start is not told to start once more. */
    private static Answer nobody(ServicePlace place, @Nullable Path file, String question) throws InterruptedException {
        Optional<String> notStarted = file == null ? Optional.empty() : NotStarted.why(file);
        return nothing(notStarted.orElseGet(() -> "no service runs, and "
                + (hasJournal(place) ? question + " needs one" : place.state() + " has no journal yet")
                + "; to mend it: start the service with  " + EnvironmentVariable.start(System.getenv())));
    }

    private static boolean hasJournal(ServicePlace place) {
        return Files.exists(place.state().resolve("journal.db"));
    }

    /** Empty if there is nothing that could answer it. */
    private static Optional<Answer> atRest(ServicePlace place, String unreachable, String question, JsonObject asked) {
        if (!hasJournal(place)) {
            return Optional.empty();
        }
        Vertx vertx = Vertx.vertx();
        try {
            Journal journal = Journals.open(vertx, place.state(), Clock.systemUTC(), new SimpleMeterRegistry())
                    .await();
            try {
                Optional<Configuration> configuration = place.configuration();
                Map<String, Question> questions = Questions.atRest(
                        journal,
                        configuration.map(known -> Daemon.directory(vertx, known, journal)),
                        configuration.flatMap(known -> invitations(known, journal)),
                        configuration
                                .filter(known -> known.passwords().isPresent())
                                .map(known -> Daemon.controllers(vertx, known)),
                        configuration
                                .map(Configuration::mapping)
                                .orElseGet(() -> Mapping.standard(MappingOptions.standard())));
                return Optional.ofNullable(questions.get(question))
                        .map(asking -> asking.ask(asked).await());
            } finally {
                journal.close().await();
            }
        } catch (JournalException e) {
            throw e.reason() == JournalException.Reason.IN_USE ? held(place.state(), unreachable, e) : e;
        } finally {
            vertx.close().await();
        }
    }

    private static Optional<Invitations> invitations(Configuration configuration, Journal journal) {
        return configuration.passwords().map(PasswordSettings::intake).map(intake -> {
            Clock clock = Clock.systemUTC();
            return new Invitations(
                    journal.passwords(),
                    () -> Authority.open(IntakeOptions.folder(configuration.state()), intake.reachedHost(), clock),
                    intake,
                    clock);
        });
    }

    private static JournalException held(Path state, String unreachable, JournalException cause) {
        return new JournalException(
                JournalException.Reason.IN_USE,
                "The state folder " + state + " is held by another process that cannot be reached (" + unreachable
                        + "); to mend it: ask as the account that runs the service, wait until it has started, or stop it.",
                cause);
    }

    private static Answer nothing(String message) {
        return new Answer(false, new JsonObject().put("message", message));
    }
}
