package adsync.cli;

import adsync.config.ServicePlace;
import adsync.control.ControlClient;
import adsync.control.ControlException;
import adsync.control.ControlFile;
import adsync.desk.Holds;
import adsync.desk.Overview;
import adsync.desk.Parked;
import adsync.observe.FailureWords;
import adsync.setup.Setup;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync status}: how the running service is, and what waits for a person. */
@Command(
        name = "status",
        description = {
            "Asks the running service how it is, and what waits for a person.",
            "With --watch again and again, until Ctrl-C: on a terminal in place, in a pipe one answer after the other, with --json one a line."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync status",
            "         adsync status --watch --interval 5",
            "Exit code 0 if it is up or degraded, 1 if a part is down or the service does not run; with --watch as it was last."
        })
final class StatusCommand implements Callable<Integer> {

    private static final int LONGEST_INTERVAL = 3600;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String READY = "/health/ready";

    /** Rows of each list; the commands of their own show more. */
    private static final int FIRST = 20;

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--json", description = "print the answer of /health/ready with what is parked and held")
    private boolean json;

    @Option(
            names = {"-w", "--watch"},
            description = "go on until Ctrl-C")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "with --watch: how often, from 1 to 3600 (default: ${DEFAULT-VALUE})")
    private int interval = 2;

    @Option(names = "--count", paramLabel = "COUNT", description = "with --watch: end after so many times")
    private @Nullable Integer count;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (interval < 1 || interval > LONGEST_INTERVAL || (count != null && count < 1)) {
            throw new ParameterException(
                    specification.commandLine(),
                    "--interval must be from 1 to " + LONGEST_INTERVAL + ", and --count at least 1");
        }
        if (Files.notExists(file.path())) {
            return unconfigured();
        }
        ServicePlace place = file.place(specification);
        int code = ask(place);
        PrintWriter out = specification.commandLine().getOut();
        for (int times = 1; watch && (count == null || times < count) && !out.checkError(); times++) {
            boolean unused = new CountDownLatch(1).await(interval, TimeUnit.SECONDS);
            code = ask(place);
        }
        return code;
    }

    /** The service of a package waits for its set-up on a page, before there is any file. */
    private int unconfigured() {
        boolean waits;
        try {
            waits = ControlFile.read(Setup.folder(file.path())).isPresent();
        } catch (IOException e) {
            waits = false; // not for this account to know
        }
        String message = Unconfigured.message(file.path(), waits);
        if (json) {
            specification
                    .commandLine()
                    .getOut()
                    .println(new JsonObject()
                            .put("state", waits ? "setup" : "unconfigured")
                            .put("message", message)
                            .encodePrettily());
            return ExitCode.NOT_WELL;
        }
        return notWell(message);
    }

    private int ask(ServicePlace place) throws InterruptedException {
        Optional<String> notStarted = NotStarted.why(file.path());
        if (notStarted.isPresent()) {
            return notWell(notStarted.get());
        }
        Optional<URI> found = address(place);
        if (found.isEmpty()) {
            return notWell(
                    "no service runs, or this account may not read its state folder: listen has port 0, any free one;"
                            + " to mend it: start it with  " + EnvironmentVariable.start(System.getenv())
                            + ", or give listen a port");
        }
        URI address = found.get();
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            print(place, answer.body());
            return answer.statusCode() == 200 ? ExitCode.OK : ExitCode.NOT_WELL;
        } catch (IOException e) {
            return notWell("no service answers on " + address + " (" + FailureWords.of(e)
                    + "); to mend it: start it with  " + EnvironmentVariable.start(System.getenv()));
        } catch (DecodeException e) {
            return notWell("what answers on " + address + " is not ADSync; to mend it: give listen a port of its own");
        }
    }

    /** Where it listens; of a service on any free port, its state folder tells. */
    private static Optional<URI> address(ServicePlace place) {
        if (place.listenPort() == 0) {
            try {
                return ControlFile.read(place.state())
                        .map(control -> URI.create(control.url()).resolve(READY));
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        String host = place.listenHost();
        return Optional.of(URI.create(
                "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + place.listenPort() + READY));
    }

    private int notWell(String why) {
        if (json) {
            JsonObject down = new JsonObject().put("state", "down").put("cause", why);
            specification.commandLine().getOut().println(watch ? down.encode() : down.encodePrettily());
            return ExitCode.NOT_WELL;
        }
        specification.commandLine().getErr().println("adsync: " + why);
        return ExitCode.NOT_WELL;
    }

    private void print(ServicePlace place, String body) throws InterruptedException {
        PrintWriter out = specification.commandLine().getOut();
        var answer = new JsonObject(body);
        if (!answer.containsKey("parts")) {
            throw new DecodeException("no health of ADSync");
        }
        addWaiting(place, answer);
        if (json) {
            out.println(watch ? answer.encode() : answer.encodePrettily());
        } else {
            beginAgain(out);
            print(answer, out);
        }
    }

    /** In place on a terminal; in a pipe with the time, so that the answers can be told apart. */
    private void beginAgain(PrintWriter out) {
        if (watch) {
            Terminal.clear(out);
            out.printf("%n%s%n", Instants.told(Clock.systemUTC().instant().toString()));
        }
    }

    /** What waits for a person is told to the account that runs the service only: it has names in it. */
    private static void addWaiting(ServicePlace place, JsonObject answer) throws InterruptedException {
        JsonObject first = new JsonObject().put("limit", FIRST);
        try {
            if (ControlClient.ask(place.state(), Overview.NAME, new JsonObject())
                    instanceof ControlClient.Answered overview) {
                tellCauses(overview.answer().body(), answer.getJsonObject("parts"));
            }
            for (String question : new String[] {Parked.NAME, Holds.NAME}) {
                switch (ControlClient.ask(place.state(), question, first)) {
                    case ControlClient.Answered answered ->
                        answer.mergeIn(answered.answer().body());
                    case ControlClient.Unreachable unreachable -> answer.put("waitingUnknown", unreachable.why());
                }
            }
        } catch (ControlException e) {
            answer.put("waitingUnknown", e.getMessage());
        }
    }

    /** With the names that are not for everybody who reaches the port. */
    private static void tellCauses(JsonObject overview, JsonObject parts) {
        for (Object one : overview.getJsonArray("parts", new JsonArray())) {
            JsonObject told = (JsonObject) one;
            JsonObject part = parts.getJsonObject(told.getString("name"));
            if (part != null && part.containsKey("cause")) {
                part.put("cause", told.getString("cause"));
            }
        }
    }

    private static void print(JsonObject answer, PrintWriter out) {
        out.printf("%-10s %s%n", "service", answer.getString("state"));
        JsonObject parts = answer.getJsonObject("parts");
        for (String name : parts.fieldNames()) {
            JsonObject part = parts.getJsonObject(name);
            out.println(String.format("%-10s %-9s %s", name, part.getString("state"), StatusWords.cause(part))
                    .stripTrailing());
            part.getJsonObject("details")
                    .forEach(detail -> out.printf(
                            "%-10s   %s: %s%n",
                            "",
                            StatusWords.name(detail.getKey()),
                            StatusWords.value(detail.getKey(), detail.getValue())));
        }
        printWaiting(answer, out);
        out.flush();
    }

    private static void printWaiting(JsonObject answer, PrintWriter out) {
        JsonArray parked = answer.getJsonArray("parked", new JsonArray());
        if (!parked.isEmpty()) {
            out.printf("%nparked: %d%n", answer.getLong("total"));
            ParkedCommand.print(parked, out);
        }
        JsonArray holds = new JsonArray();
        answer.getJsonArray("holds", new JsonArray()).stream()
                .filter(hold -> hold instanceof JsonObject one && "open".equals(one.getString("state")))
                .forEach(holds::add);
        if (!holds.isEmpty()) {
            out.printf("%nheld:%n");
            HoldsCommand.print(holds, out);
            HoldsCommand.commands(holds, out);
        }
        if (answer.containsKey("waitingUnknown")) {
            out.printf("%nwhat is parked and held is not known here: %s%n", answer.getString("waitingUnknown"));
        }
    }
}
