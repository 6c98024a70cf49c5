package adsync.cli;

import adsync.app.Reload;
import adsync.config.ServicePlace;
import adsync.desk.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync reload}: the running service reads its configuration file again. */
@Command(
        name = "reload",
        description = {
            "Has the running service read its configuration file again, as SIGHUP does, and waits for the result.",
            "A file that cannot be used, or that changes what only a restart can change, changes nothing. What changes who and what is shipped is previewed, logged, and subject to the guard."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync reload",
            "Exit code 0 if it is used now, or nothing was different; 1 if it is not used, or no service runs; 2 if there is no such",
            "file."
        })
final class ReloadCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 200;

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--json", description = "print the answer as a JSON object")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ServicePlace place = file.quietPlace(); // what is wrong in the file is the answer
        Answer answer = DeskLine.ask(file, place, Reload.NAME, new JsonObject()).answer();
        Terminal.Shown shown = Terminal.showing(specification.commandLine().getErr(), "reloading");
        try {
            while (answer.found() && answer.body().getBoolean("running", false)) {
                boolean unused = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
                JsonObject about = new JsonObject().put("number", answer.body().getLong("number"));
                answer = DeskLine.ask(file, place, Reload.NAME, about).answer();
            }
        } finally {
            shown.close();
        }
        print(answer);
        return answer.found() ? ExitCode.OK : ExitCode.NOT_WELL;
    }

    /** What is expected of it, a line for accounts and one for groups. */
    static List<String> expected(JsonObject preview) {
        JsonObject accounts = preview.copy();
        Object groups = accounts.remove("groups");
        return Stream.of(counts("Accounts: ", accounts), counts("Groups: ", groups))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> counts(String title, @Nullable Object counts) {
        return counts instanceof JsonObject some && !some.isEmpty()
                ? Optional.of(some.stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", ", title, "")))
                : Optional.empty();
    }

    private void print(Answer answer) {
        PrintWriter out = specification.commandLine().getOut();
        JsonObject body = answer.body();
        if (json) {
            out.println(body.encodePrettily());
        } else if (!answer.found()) {
            specification.commandLine().getErr().println("adsync: " + body.getString("message"));
        } else {
            JsonArray changes = body.getJsonArray("changes", new JsonArray());
            if (!changes.isEmpty()) {
                Table table = new Table("KEY", "BEFORE", "NOW");
                changes.forEach(element -> {
                    JsonObject change = (JsonObject) element;
                    table.row(change.getString("key"), change.getString("before"), change.getString("after"));
                });
                table.print(out);
            }
            JsonObject preview = body.getJsonObject("preview", new JsonObject());
            expected(preview).forEach(out::println);
            out.println(body.getString("message"));
        }
        out.flush();
    }
}
