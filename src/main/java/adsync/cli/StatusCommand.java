package adsync.cli;

import adsync.config.Configuration;
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
        URI address =
                URI.create("http://" + configuration.listenHost() + ":" + configuration.listenPort() + "/health/ready");
        try (HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build()) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(address).timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
            PrintWriter out = specification.commandLine().getOut();
            if (json) {
                out.println(answer.body());
            } else {
                print(new JsonObject(answer.body()), out);
            }
            return answer.statusCode() == 200 ? ExitCode.OK : ExitCode.NOT_WELL;
        } catch (IOException e) {
            specification
                    .commandLine()
                    .getErr()
                    .println("adsync: no service answers on " + address + " ("
                            + e.getClass().getSimpleName() + "): start it with  adsync run");
            return ExitCode.NOT_WELL;
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
