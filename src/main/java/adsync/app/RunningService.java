package adsync.app;

import adsync.config.Configuration;
import adsync.config.ConfigurationException;
import adsync.control.ControlClient;
import adsync.control.ControlException;
import adsync.control.ControlFile;
import adsync.desk.Answer;
import adsync.setup.SetupQuestions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The service that runs by a configuration while the set-up changes it. It is looked for where it was before the change. */
final class RunningService implements SetupQuestions.Reloading {

    private final Optional<Path> state;

    private RunningService(Optional<Path> state) {
        this.state = state;
    }

    static RunningService by(Path file) {
        try {
            return new RunningService(
                    Files.exists(file)
                            ? Optional.of(
                                    Configuration.load(file, System.getenv()).state())
                            : Optional.empty());
        } catch (ConfigurationException e) {
            return new RunningService(Optional.empty()); // no service runs by it
        }
    }

    @Override
    public boolean runs() {
        try {
            return state.isPresent() && ControlFile.read(state.get()).isPresent();
        } catch (IOException e) {
            return false; // it belongs to another account
        }
    }

    @Override
    public boolean own() {
        return false;
    }

    @Override
    public Answer ask(JsonObject asked) {
        if (state.isEmpty()) {
            return nobody("there was none by this configuration");
        }
        try {
            return switch (ControlClient.ask(state.get(), Reload.NAME, asked)) {
                case ControlClient.Answered answered -> answered.answer();
                case ControlClient.Unreachable unreachable -> nobody(unreachable.why());
            };
        } catch (ControlException e) {
            return new Answer(false, new JsonObject().put("message", e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return nobody("the set-up has ended");
        }
    }

    private static Answer nobody(String why) {
        return new Answer(
                false,
                new JsonObject().put("message", "no service was reached (" + why + "); it is used at the next start"));
    }
}
