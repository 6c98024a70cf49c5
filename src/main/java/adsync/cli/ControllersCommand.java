package adsync.cli;

import adsync.desk.AddController;
import adsync.desk.ListControllers;
import adsync.desk.RevokeController;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adsync dc}: the domain controllers that send passwords. */
@Command(
        name = "dc",
        description = "Invites, lists and revokes the domain controllers that send passwords.",
        mixinStandardHelpOptions = true,
        subcommands = {ControllersCommand.Add.class, ControllersCommand.Listing.class, ControllersCommand.Revoke.class},
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example: adsync dc add dc1.contoso.com", "Exit codes: as its commands."})
final class ControllersCommand implements Runnable {

    @Spec
    private CommandSpec specification = CommandSpec.create();

    /** Without a command there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(specification.commandLine(), "a command is needed: add, list or revoke");
    }

    /** That no passwords are taken, or the directory could not say which domain controllers there are, if so. */
    static void printReservations(JsonObject answer, PrintWriter out) {
        if (!answer.getBoolean("taken", true)) {
            out.println(
                    "No passwords are taken; to mend it: set passwords in the configuration, see docs/passwords.md.");
        } else if (answer.containsKey("unasked")) {
            out.println("The directory does not tell which domain controllers are writable: "
                    + answer.getString("unasked") + ". What it told before counts, or those that were invited.");
        }
    }

    /** {@code adsync dc add}. */
    @Command(
            name = "add",
            description = "Invites a domain controller: prints what is to be pasted there, once.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: adsync dc add dc1.contoso.com", "Exit code 0, 1 if no passwords are taken here."})
    static final class Add extends DeskCommand {

        @Parameters(paramLabel = "NAME", description = "its DNS name")
        private String name = "";

        @Override
        String question() {
            return AddController.NAME;
        }

        @Override
        JsonObject asked() {
            return new JsonObject().put("name", name);
        }
    }

    /** {@code adsync dc list}. */
    @Command(
            name = "list",
            description = "Lists the domain controllers that send passwords or should, and how they are.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example: adsync dc list", "Exit code 0; 1 if there is no journal yet."})
    static final class Listing extends DeskCommand {

        @Override
        String question() {
            return ListControllers.NAME;
        }

        @Override
        JsonObject asked() {
            return new JsonObject();
        }

        @Override
        void print(JsonObject answer, PrintWriter out) {
            JsonArray controllers = answer.getJsonArray("controllers");
            printReservations(answer, out);
            if (controllers.isEmpty()) {
                if (answer.getBoolean("taken", true)) {
                    out.println("No domain controller was invited. Invite one with: adsync dc add NAME");
                }
                return;
            }
            Table table = new Table("NAME", "SEEN", "CERTIFICATE ENDS", "STATE");
            for (int row = 0; row < controllers.size(); row++) {
                JsonObject controller = controllers.getJsonObject(row);
                String trouble = controller.getString("trouble");
                table.row(
                        controller.getString("name"),
                        told(controller, "seenAt"),
                        told(controller, "certificateEnds"),
                        trouble.isEmpty() ? "reports" : trouble);
            }
            table.print(out);
        }

        private static String told(JsonObject controller, String key) {
            return controller.containsKey(key) ? Instants.told(controller.getString(key)) : "-";
        }
    }

    /** {@code adsync dc revoke}. */
    @Command(
            name = "revoke",
            description = {
                "Refuses a domain controller from now on.",
                "What it sent before is shipped, unless somebody else may have its key (--stolen)."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Example: adsync dc revoke dc1.contoso.com",
                "         adsync dc revoke dc2.contoso.com --stolen",
                "Exit code 0 if it was revoked, or something of it ended; 1 if there is none."
            })
    static final class Revoke extends DeskCommand {

        @Parameters(paramLabel = "NAME", description = "its DNS name")
        private String name = "";

        @Option(
                names = "--stolen",
                description =
                        "its key or its machine was stolen: ends what it sent and still waits, too, for good; also of one"
                                + " that was revoked before")
        private boolean stolen;

        @Override
        String question() {
            return RevokeController.NAME;
        }

        @Override
        JsonObject asked() {
            return new JsonObject().put("name", name).put("stolen", stolen);
        }
    }
}
