package adsync.cli;

import adsync.desk.Reconcile;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adsync reconcile}: compares everything, now. */
@Command(
        name = "reconcile",
        description = {
            "Has the running service compare everything: the directory with what it knows or, with --provider, the",
            "provider's accounts with what they should be. Returns at once; adsync status shows how far it is."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync reconcile --config conf/adsync.yaml",
            "         adsync reconcile --provider",
            "Exit code 0 if it was asked for, 1 if no service runs."
        })
final class ReconcileCommand extends DeskCommand {

    @Option(names = "--provider", description = "compare the provider's accounts instead")
    private boolean provider;

    @Override
    String question() {
        return Reconcile.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject().put("provider", provider);
    }
}
