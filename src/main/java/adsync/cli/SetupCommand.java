package adsync.cli;

import adsync.app.Preview;
import adsync.app.SetupService;
import adsync.app.StartException;
import adsync.observe.Progress;
import adsync.setup.Forecaster.Forecast;
import adsync.setup.Setup;
import adsync.setup.SetupJson;
import adsync.setup.Tried;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync setup}: makes a configuration, or changes one, by questions or by flags. */
@Command(
        name = "setup",
        description = {
            "Makes the configuration, or changes the one that is there.",
            "Asks for what is missing, tries each answer, shows what a start would do, and saves. Secrets go to files beside the configuration that only their owner may read. With --non-interactive nothing is asked: all answers are flags, and secrets come from files, variables or standard input."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example: adsync setup",
            "Example: adsync setup --non-interactive --organization contoso \\",
            "           --domain contoso.com --ca ca.pem --user svc-adsync@contoso.com \\",
            "           --password-file password --root OU=Staff,DC=contoso,DC=com \\",
            "           --provider-url https://scim.example.net/scim/v2 \\",
            "           --provider-user contoso-sync \\",
            "           --provider-password-env PROVIDER_PASSWORD \\",
            "           --service mailbox=CN=Mail,OU=Groups,DC=contoso,DC=com",
            "Exit code 0 if it is saved, or would be; 1 if a trial failed; 2 if an answer is missing or not usable, or it cannot be",
            "written; 3 if the preview is refused by directory or provider."
        })
final class SetupCommand implements Callable<Integer> {

    private static final int SHOWN = 20;
    private static final int LAST_PORT = 65_535;

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Mixin
    private SetupFlags flags = new SetupFlags();

    @Option(names = "--non-interactive", description = "asks nothing; what is missing is a failure")
    private boolean silent;

    @Option(names = "--web", description = "serves a page for it on this machine, and ends when it is saved there")
    private boolean web;

    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "where that page is (default: 0, any free port)")
    private int webPort;

    @Option(names = "--dry-run", description = "tries everything and shows what would be saved, and saves nothing")
    private boolean dryRun;

    @Option(names = "--no-preview", description = "leaves out what a start would do")
    private boolean withoutPreview;

    @Option(names = "--force", description = "saves although a trial failed or the preview is refused")
    private boolean force;

    @Option(names = "--json", description = "prints one JSON object, and asks nothing")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (webPort < 0 || webPort > LAST_PORT) {
            throw new ParameterException(specification.commandLine(), "--web-port must be from 0 to " + LAST_PORT);
        }
        Setup setup = Setup.begin(file.path(), System.getenv(), Preview.forecaster(Clock.systemUTC()));
        flags.answer(setup, specification);
        PrintWriter out = specification.commandLine().getOut();
        if (web) {
            return serve(setup, out);
        }
        return silent || json ? automatic(setup, out) : interview(setup, Dialog.standard(out));
    }

    private int serve(Setup setup, PrintWriter out) throws InterruptedException {
        var ending = new SetupService.Ending(false, "");
        try (var service = SetupService.start(
                setup, SetupService.loopback(webPort), ending, Optional.empty(), Clock.systemUTC())) {
            out.println("Open " + service.link() + " within five minutes; it signs in once. Ctrl-C breaks it off.");
            out.flush();
            service.awaitEnd();
        }
        out.println("Saved " + setup.file());
        out.flush();
        return ExitCode.OK;
    }

    /** A preview with the first accounts and groups of it. */
    private record Seen(Forecast forecast, PreviewSample first) {}

    private int automatic(Setup setup, PrintWriter out) {
        JsonObject report = new JsonObject()
                .put("file", setup.file().toString())
                .put("saved", false)
                .put("changes", SetupJson.changes(setup.changes()));
        Tried tried = MissingFlags.named(
                Terminal.showing(specification.commandLine().getErr(), "trying the answers", setup::tryAll), setup);
        report.put("failures", SetupJson.failures(tried));
        if (!json) {
            SetupReport.print(tried, out);
        }
        if (!tried.passed() && (!force || tried.steps().isEmpty())) {
            return end(report, tried.steps().isEmpty() ? ExitCode.UNUSABLE : ExitCode.NOT_WELL, out);
        }
        if (!withoutPreview) {
            preview(setup, report, out);
        }
        if (!json) {
            SetupReport.print(setup.changes(), setup.editing(), out);
        }
        if (dryRun) {
            return end(report.put("yaml", setup.yaml()), ExitCode.OK, out);
        }
        List<String> warnings = setup.save();
        return end(report.put("saved", true).put("warnings", new JsonArray(warnings)), ExitCode.OK, out);
    }

    private void preview(Setup setup, JsonObject report, PrintWriter out) {
        try {
            Seen seen = see(setup);
            report.put("preview", PreviewOutput.summary(result(seen.forecast())));
            if (!json) {
                show(seen, out);
            }
        } catch (StartException e) {
            if (!force) {
                throw e;
            }
            report.put("previewRefused", e.getMessage());
        }
    }

    private int end(JsonObject report, int code, PrintWriter out) {
        if (json) {
            out.println(report.encode());
        } else if (code == ExitCode.OK) {
            out.println(
                    report.getBoolean("saved") ? "Saved " + report.getString("file") : report.getString("yaml", ""));
        } else {
            out.println("Nothing was saved.");
        }
        out.flush();
        return code;
    }

    private Seen see(Setup setup) {
        var first = new PreviewSample(SHOWN);
        var progress = new Progress();
        Terminal.Shown shown = Terminal.showing(specification.commandLine().getErr(), progress);
        try {
            return new Seen(setup.preview(first, progress), first);
        } finally {
            shown.close();
        }
    }

    private static Preview.Result result(Forecast forecast) {
        return new Preview.Result(forecast.summary(), forecast.warnings());
    }

    private static void show(Seen seen, PrintWriter out) {
        PreviewOutput.print(result(seen.forecast()), seen.first(), out);
        out.println();
    }

    private int interview(Setup setup, Dialog dialog) {
        try {
            new SetupInterview(setup, dialog).hold();
            Tried tried = setup.validate();
            if (!tried.passed()) {
                SetupReport.print(tried, dialog.out());
                dialog.say("Nothing was saved.");
                return ExitCode.UNUSABLE;
            }
            boolean previewed = withoutPreview || offerPreview(setup, dialog);
            return decide(setup, dialog, previewed && setup.refusal().isEmpty());
        } catch (Dialog.EndedException e) {
            dialog.say("The set-up was broken off; nothing was saved.");
            return ExitCode.UNUSABLE;
        }
    }

    /** Whether nothing stands against a start as far as is known then. */
    private boolean offerPreview(Setup setup, Dialog dialog) {
        dialog.title("What a start would do");
        if (!dialog.confirm("Preview it? It reads directory and provider and changes nothing", true)) {
            return true;
        }
        try {
            show(see(setup), dialog.out());
            return true;
        } catch (StartException e) {
            dialog.say("There is no preview: " + e.getMessage());
            return false;
        }
    }

    private int decide(Setup setup, Dialog dialog, boolean well) {
        dialog.title("What is saved");
        SetupReport.print(setup.changes(), setup.editing(), dialog.out());
        if (dryRun) {
            dialog.say(setup.yaml());
            return ExitCode.OK;
        }
        String although = well ? "?" : " although a start would be refused?";
        if (!dialog.confirm("Save " + setup.file() + although, well || force)) {
            dialog.say("Nothing was saved.");
            return ExitCode.OK;
        }
        boolean known = setup.editing();
        setup.save().forEach(warning -> dialog.say("warning: " + warning));
        dialog.say(
                known
                        ? "Saved. A service that runs uses it after:  adsync reload --config " + setup.file()
                        : "Saved. Start it:  " + EnvironmentVariable.start(System.getenv(), setup.file()));
        return ExitCode.OK;
    }
}
