package adsync.app;

import adsync.desk.Answer;
import adsync.setup.Setup;
import adsync.setup.SetupQuestions;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Clock;

/** The service whose own page changes its configuration. */
public final class OwnService implements SetupQuestions.Reloading {

    private final Reload reload;

    private OwnService(Reload reload) {
        this.reload = reload;
    }

    /**
     * The set-up of a service that runs by a file.
     *
     * @param reload takes over what is saved
     */
    public static SetupQuestions editing(Path file, Reload reload, Clock clock) {
        return new SetupQuestions(
                () -> Setup.begin(file, System.getenv(), Preview.forecaster(clock)),
                new SetupQuestions.End(false, "", new OwnService(reload), () -> {}));
    }

    @Override
    public boolean runs() {
        return true;
    }

    @Override
    public boolean own() {
        return true;
    }

    @Override
    public Answer ask(JsonObject asked) {
        return reload.ask(asked).await();
    }
}
