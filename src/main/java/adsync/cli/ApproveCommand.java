package adsync.cli;

import adsync.desk.Approve;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adsync approve}: lets held changes pass. */
@Command(
        name = "approve",
        description = {"Lets the changes of a hold pass: they are shipped now.", "What joins it later is judged anew."},
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync approve 3",
            "         adsync approve 3 --count 312",
            "Exit code 0 if they pass; 1 if there is no such open hold, if it has grown, or if COUNT is not there.",
            "The holds: adsync holds"
        })
final class ApproveCommand extends DeskCommand {

    @Parameters(paramLabel = "HOLD", description = "its number, as adsync holds tells it")
    private long hold;

    @Option(
            names = "--count",
            paramLabel = "COUNT",
            description =
                    "how many you have seen in it, as adsync holds tells; if more have joined it by now, nothing is done")
    private @Nullable Long count;

    @Override
    String question() {
        return Approve.NAME;
    }

    @Override
    JsonObject asked() {
        JsonObject asked = new JsonObject().put("hold", hold);
        return count == null ? asked : asked.put("count", count);
    }
}
