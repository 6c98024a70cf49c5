package adsync.cli;

import adsync.desk.Answer;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A question to the running service or, if none runs, to its journal. */
abstract class DeskCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--json", description = "print the answer as a JSON object")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public final Integer call() throws InterruptedException {
        DeskLine.Told told = ask(asked());
        Answer answer = told.answer();
        if (told.running()) {
            complete(file, answer.body());
        }
        PrintWriter out = specification.commandLine().getOut();
        if (json) {
            out.println(answer.body().encodePrettily());
        } else if (answer.found()) {
            if (!told.running()) {
                out.println(
                        "No service runs; this is from its journal. What is decided now takes effect with the next start.");
            }
            print(answer.body(), out);
        } else {
            specification
                    .commandLine()
                    .getErr()
                    .println("adsync: " + answer.body().getString("message"));
        }
        out.flush();
        return answer.found() ? ExitCode.OK : ExitCode.NOT_WELL;
    }

    private DeskLine.Told ask(JsonObject asked) throws InterruptedException {
        Terminal.Shown shown = Terminal.showing(specification.commandLine().getErr(), "asking");
        try {
            return DeskLine.ask(file, specification, question(), asked);
        } finally {
            shown.close();
        }
    }

    /** Its name on the control channel. */
    abstract String question();

    /** What it is about. */
    abstract JsonObject asked();

    /** Adds to the answer of a running service what takes it a while to find out. */
    void complete(ConfigurationFile configuration, JsonObject answer) throws InterruptedException {
        // most are complete
    }

    /** Prints the answer for people. */
    void print(JsonObject answer, PrintWriter out) {
        out.println(answer.getString("message"));
    }

    /** For a complaint about the command line. */
    final CommandSpec specification() {
        return specification;
    }
}
