package adsync.cli;

import adsync.desk.Approve;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code adsync approve}: lets held changes pass. */
@Command(
        name = "approve",
        description = "Lets the changes of a hold pass: they are shipped now.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync approve 3",
            "Exit code 0 if they pass, 1 if there is no such open hold. The holds: adsync holds"
        })
final class ApproveCommand extends DeskCommand {

    @Parameters(paramLabel = "HOLD", description = "its number, as adsync holds tells it")
    private long hold;

    @Override
    String question() {
        return Approve.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject().put("hold", hold);
    }
}
