package adsync.cli;

import adsync.desk.Retry;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adsync retry}: tries parked users again, now. */
@Command(
        name = "retry",
        description =
                "Tries a parked or postponed user again, now; or all who are parked, except those that were rejected.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync retry ada.adler@contoso.com",
            "         adsync retry --all",
            "Exit code 0 if somebody is tried again, 1 if there was nobody to try. What comes of it: adsync why WHO"
        })
final class RetryCommand extends DeskCommand {

    @ArgGroup(multiplicity = "1")
    private Whom whom = new Whom();

    /** One, or all. */
    static final class Whom {

        @Parameters(paramLabel = "WHO", description = "login, mail address, distinguished name or objectGUID")
        private @Nullable String who;

        @Option(names = "--all", description = "all who are parked and were not rejected")
        private boolean all;
    }

    @Override
    String question() {
        return Retry.NAME;
    }

    @Override
    JsonObject asked() {
        return whom.all ? new JsonObject().put("all", true) : new JsonObject().put("who", whom.who);
    }
}
