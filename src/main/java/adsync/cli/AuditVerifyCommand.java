package adsync.cli;

import adsync.audit.AuditVerdict;
import adsync.audit.AuditVerdict.Absent;
import adsync.audit.AuditVerdict.Broken;
import adsync.audit.AuditVerdict.Sound;
import adsync.audit.AuditVerifier;
import adsync.config.ServicePlace;
import adsync.observe.FailureWords;
import adsync.observe.Progress;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync audit verify}: whether a line of the audit log was removed, moved or altered. */
@Command(
        name = "verify",
        description = "Follows the chain of the audit log; finds lines that were removed, moved or altered.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync audit verify",
            "Exit code 0 if every line follows from the one before it, 1 if not or if there is no audit log, 2 if it cannot",
            "be read. The service may run meanwhile."
        })
final class AuditVerifyCommand implements Callable<Integer> {

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--json", description = "print the verdict as a JSON object")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() {
        ServicePlace place = file.place(specification);
        try {
            AuditVerdict verdict = verify(place);
            if (json) {
                specification.commandLine().getOut().println(json(verdict).encodePrettily());
            } else {
                say(verdict, place);
            }
            return verdict instanceof Sound ? ExitCode.OK : ExitCode.NOT_WELL;
        } catch (IOException e) {
            specification.commandLine().getErr().println("adsync: the audit log cannot be read: " + FailureWords.of(e));
            return ExitCode.UNUSABLE;
        }
    }

    private AuditVerdict verify(ServicePlace place) throws IOException {
        var progress = new Progress();
        Terminal.Shown shown = Terminal.showing(specification.commandLine().getErr(), progress);
        try {
            return AuditVerifier.verify(place.state(), progress);
        } finally {
            shown.close();
        }
    }

    private void say(AuditVerdict verdict, ServicePlace place) {
        PrintWriter err = specification.commandLine().getErr();
        switch (verdict) {
            case Absent absent -> err.println("adsync: there is no audit log in " + place.state() + " yet");
            case Broken broken ->
                err.println("adsync: the audit log was changed: " + broken.file() + " line " + broken.line() + ": "
                        + broken.cause());
            case Sound sound ->
                specification
                        .commandLine()
                        .getOut()
                        .printf(
                                "The audit log is sound: %d %s, numbers %d to %d, in %d %s.%n",
                                sound.lines(),
                                sound.lines() == 1 ? "line" : "lines",
                                sound.firstLine(),
                                sound.lastLine(),
                                sound.files(),
                                sound.files() == 1 ? "file" : "files");
        }
    }

    private static JsonObject json(AuditVerdict verdict) {
        return switch (verdict) {
            case Absent absent -> new JsonObject().put("verdict", "absent");
            case Broken broken ->
                new JsonObject()
                        .put("verdict", "broken")
                        .put("file", broken.file().toString())
                        .put("line", broken.line())
                        .put("cause", broken.cause());
            case Sound sound ->
                new JsonObject()
                        .put("verdict", "sound")
                        .put("files", sound.files())
                        .put("lines", sound.lines())
                        .put("firstLine", sound.firstLine())
                        .put("lastLine", sound.lastLine());
        };
    }
}
