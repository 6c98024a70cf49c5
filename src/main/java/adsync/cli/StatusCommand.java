package adsync.cli;

import adsync.config.Configuration;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adsync status}: how the running service is. */
@Command(
        name = "status",
        description = "Asks the running service how it is.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync status --config conf/adsync.yaml",
            "Exit code 0 if it is up or degraded, 1 if a part is down or the service does not run."
        })
final class StatusCommand implements Callable<Integer> {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(names = "--json", description = "print the answer of /health/ready as it is")
    private boolean json;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = file.load();
        if (configuration.listenPort() == 0) {
            return notWell(
                    "listen has port 0, any free one, so the service cannot be found; to mend it: give it a port");
        }
        String host = configuration.listenHost();
        URI address = URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":"
                + configuration.listenPort() + "/health/ready");
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            print(answer.body());
            return answer.statusCode() == 200 ? ExitCode.OK : ExitCode.NOT_WELL;
        } catch (IOException e) {
            return notWell("no service answers on " + address + " ("
                    + e.getClass().getSimpleName() + "); to mend it: start it with  adsync run");
        } catch (DecodeException e) {
            return notWell("what answers on " + address + " is not ADSync; to mend it: give listen a port of its own");
        }
    }

    private int notWell(String why) {
        specification.commandLine().getErr().println("adsync: " + why);
        return ExitCode.NOT_WELL;
    }

    private void print(String body) {
        PrintWriter out = specification.commandLine().getOut();
        var answer = new JsonObject(body);
        if (!answer.containsKey("parts")) {
            throw new DecodeException("no health of ADSync");
        }
        if (json) {
            out.println(body);
        } else {
            print(answer, out);
        }
    }

    private static void print(JsonObject answer, PrintWriter out) {
        out.printf("%-10s %s%n", "service", answer.getString("state"));
        JsonObject parts = answer.getJsonObject("parts");
        for (String name : parts.fieldNames()) {
            JsonObject part = parts.getJsonObject(name);
            out.printf("%-10s %-9s %s%n", name, part.getString("state"), part.getString("cause", ""));
            part.getJsonObject("details")
                    .forEach(detail -> out.printf("%-10s   %s: %s%n", "", detail.getKey(), detail.getValue()));
        }
        out.flush();
    }
}
