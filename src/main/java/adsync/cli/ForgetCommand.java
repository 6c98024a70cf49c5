package adsync.cli;

import adsync.desk.Forget;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adsync forget}: drops what we know of somebody who is gone. */
@Command(
        name = "forget",
        description = {
            "Drops what is known of a user who is gone without a trace, or whose end cannot be shipped.",
            "The account stays at the provider as it is. Nobody who is alive in the directory can be forgotten."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync forget 47a1aab9-a286-4f60-8231-1aa95e945c4d",
            "         adsync forget 47a1aab9-a286-4f60-8231-1aa95e945c4d --yes",
            "Exit code 0 if it is forgotten, 1 if nothing was done. The first form tells what the second would do."
        })
final class ForgetCommand extends DeskCommand {

    @Parameters(paramLabel = "WHO", description = "login, mail address, distinguished name or objectGUID")
    private String who = "";

    @Option(names = "--yes", description = "really do it")
    private boolean yes;

    @Override
    String question() {
        return Forget.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject().put("who", who).put("yes", yes);
    }
}
