package adsync.cli;

import adsync.web.SignIn;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;

/** {@code adsync web}: a link that signs in to the administrator's page. */
@Command(
        name = "web",
        description = {
            "Prints a link to the administrator's page of the running service, or to its set-up page.",
            "It signs in once, within five minutes.",
            "",
            "The page is reached from this machine only. From another one, forward its port first:",
            "  ssh -L 8480:127.0.0.1:8480 HOST"
        },
        mixinStandardHelpOptions = true,
        footer = {"", "Example: adsync web", "Exit code 0, 1 if no service runs or it serves no page."})
final class WebCommand extends DeskCommand {

    @Override
    String question() {
        return SignIn.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject();
    }
}
