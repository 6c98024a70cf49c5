package adsync.cli;

import adsync.app.WaitingStart;
import adsync.control.ControlClient;
import adsync.control.ControlException;
import adsync.setup.Setup;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.Optional;

/** A process that was started as the service and serves the page of its set-up instead. */
final class NotStarted {

    private NotStarted() {}

    /**
     * Why it does. Blocks.
     *
     * @param file of the configuration
     * @return a sentence with the way on; empty if there is no such process, or it is not for this account to know
     */
    static Optional<String> why(Path file) throws InterruptedException {
        try {
            return ControlClient.ask(Setup.folder(file), WaitingStart.NAME, new JsonObject())
                                    instanceof ControlClient.Answered told
                            && told.answer().found()
                    ? Optional.of(sentence(told.answer().body().getString("trouble")))
                    : Optional.empty();
        } catch (ControlException e) {
            return Optional.empty(); // who answers there is something else
        }
    }

    private static String sentence(String trouble) {
        return trouble.isEmpty()
                ? "the service waits for the end of its set-up; adsync web prints a link to its page"
                : "the service could not start: " + trouble
                        + "; adsync web prints a link to the page on which that is mended";
    }
}
