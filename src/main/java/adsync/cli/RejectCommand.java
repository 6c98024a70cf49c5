package adsync.cli;

import adsync.desk.Reject;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code adsync reject}: parks held changes. */
@Command(
        name = "reject",
        description =
                "Parks the changes of a hold: nothing is shipped; each user is looked at again at its next change.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync reject 3",
            "Exit code 0 if they are parked, 1 if there is no such open hold. The holds: adsync holds"
        })
final class RejectCommand extends DeskCommand {

    @Parameters(paramLabel = "HOLD", description = "its number, as adsync holds tells it")
    private long hold;

    @Override
    String question() {
        return Reject.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject().put("hold", hold);
    }
}
