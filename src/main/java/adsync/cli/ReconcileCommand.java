package adsync.cli;

import adsync.desk.Reconcile;
import io.vertx.core.json.JsonObject;
import picocli.CommandLine.Command;

/** {@code adsync reconcile}: compares everything, now. */
@Command(
        name = "reconcile",
        description = {
            "Has the running service read the whole directory again and compare it with what it knows. Returns at once;",
            "adsync status shows how far it is."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync reconcile --config conf/adsync.yaml",
            "Exit code 0 if it was asked for, 1 if no service runs."
        })
final class ReconcileCommand extends DeskCommand {

    @Override
    String question() {
        return Reconcile.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject();
    }
}
