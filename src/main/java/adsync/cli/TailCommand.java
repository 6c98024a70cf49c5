package adsync.cli;

import adsync.audit.AuditReader;
import adsync.config.ServicePlace;
import adsync.desk.Why;
import adsync.observe.FailureWords;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adsync tail}: the changes as they come to their end. */
@Command(
        name = "tail",
        description = {
            "Prints the last changes and what became of them, one a line, from the audit log.",
            "With --follow also those to come, until Ctrl-C. All filters given must fit. On a terminal the lines are for people; elsewhere each is a JSON object."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync tail --follow",
            "         adsync tail --since 1h --outcome parked",
            "         adsync tail --follow | jq -r .dn",
            "Exit code 0, also if there is no such change; 1 if there is no audit log yet or no such user."
        })
final class TailCommand implements Callable<Integer> {

    private static final long POLL_MILLIS = 200;
    private static final int MOST = 100_000;

    @Mixin
    private ConfigurationFile file = new ConfigurationFile();

    @Option(
            names = {"-f", "--follow"},
            description = "goes on with the changes to come, also when the log begins a new file")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "COUNT",
            description = "how many of the last changes, up to " + MOST + " (default: 10; with --since all)")
    private @Nullable Integer lines;

    @Option(
            names = "--user",
            paramLabel = "WHO",
            description = "only this user: login, mail address, name, distinguished name or objectGUID")
    private @Nullable String user;

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            split = ",",
            converter = Words.Kinds.class,
            completionCandidates = Words.Kinds.class,
            description = "only these kinds, of: ${COMPLETION-CANDIDATES}")
    private List<String> kinds = List.of();

    @Option(
            names = "--outcome",
            paramLabel = "OUTCOME",
            split = ",",
            converter = Words.Outcomes.class,
            completionCandidates = Words.Outcomes.class,
            description = "only these outcomes, of: ${COMPLETION-CANDIDATES}")
    private List<String> outcomes = List.of();

    @Option(names = "--correlation", paramLabel = "ID", description = "only the change with this correlation id")
    private @Nullable String correlation;

    @Option(
            names = "--since",
            paramLabel = "WHEN",
            description = "only since then: 15m, 2h, 7d, or an instant such as 2026-01-31T12:00:00Z")
    private @Nullable String since;

    @Option(
            names = "--json",
            description = "print each line of the audit log as it is, a JSON object a line; so it is in a pipe")
    private boolean json;

    @Option(names = "--text", description = "print lines for people, in a pipe too; so it is on a terminal")
    private boolean text;

    @Spec
    private CommandSpec specification = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        if (lines != null && (lines < 0 || lines > MOST)) {
            throw new ParameterException(specification.commandLine(), "--lines must be from 0 to " + MOST);
        }
        if (json && text) {
            throw new ParameterException(specification.commandLine(), "--json and --text exclude each other");
        }
        Instant begin = since == null ? Instant.MIN : instant(since);
        ServicePlace place = file.place(specification);
        try {
            Predicate<JsonObject> wanted = wanted(place, begin);
            AuditReader reader = new AuditReader(place.state());
            if (!follow && reader.last(1, any -> true).isEmpty()) {
                return notWell("there is no audit log in " + place.state()
                        + " yet; it begins with the first change that is shipped");
            }
            return tail(place, begin, wanted);
        } catch (NobodyException e) {
            return notWell(e.getMessage());
        } catch (IOException e) {
            specification.commandLine().getErr().println("adsync: the audit log cannot be read: " + FailureWords.of(e));
            return ExitCode.UNUSABLE;
        }
    }

    private int tail(ServicePlace place, Instant begin, Predicate<JsonObject> wanted)
            throws IOException, InterruptedException {
        PrintWriter out = specification.commandLine().getOut();
        AuditReader reader = new AuditReader(place.state());
        if (since != null && lines == null) {
            reader.seek(begin);
            if (!reader.read(line -> print(line, wanted, out))) {
                return ExitCode.OK;
            }
        } else {
            for (JsonObject line : reader.last(lines == null ? 10 : lines, wanted)) {
                print(line, wanted, out);
            }
        }
        // A reader that has gone ends it: a closed pipe is no failure.
        while (follow && !out.checkError() && reader.read(line -> print(line, wanted, out))) {
            boolean unused = new CountDownLatch(1).await(POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
        out.flush();
        return ExitCode.OK;
    }

    private boolean print(JsonObject line, Predicate<JsonObject> wanted, PrintWriter out) {
        if (!wanted.test(line)) {
            return true;
        }
        out.println(json || !(text || Terminal.attached()) ? line.encode() : told(line));
        return !out.checkError();
    }

    private static String told(JsonObject line) {
        String changed = String.join(
                ", ", line.getJsonObject("changes", new JsonObject()).fieldNames());
        String detail = line.getString("detail", "");
        return "%s  %-12s %-12s %s%s%s  [%s]"
                .formatted(
                        AuditReader.at(line)
                                .map(Instant::toString)
                                .map(Instants::told)
                                .orElse("-"),
                        line.getString("kind", "-"),
                        line.getString("outcome", "-"),
                        line.getString("dn", "-"),
                        changed.isEmpty() ? "" : "  (" + changed + ")",
                        detail.isEmpty() ? "" : "  " + detail,
                        line.getString("correlationId", "-"));
    }

    private Predicate<JsonObject> wanted(ServicePlace place, Instant begin) throws InterruptedException {
        Predicate<JsonObject> wanted = line -> true;
        if (since != null) {
            wanted = wanted.and(line ->
                    AuditReader.at(line).filter(at -> !at.isBefore(begin)).isPresent());
        }
        if (!kinds.isEmpty()) {
            wanted = wanted.and(line -> kinds.contains(line.getString("kind", "")));
        }
        if (!outcomes.isEmpty()) {
            wanted = wanted.and(line -> outcomes.contains(line.getString("outcome", "")));
        }
        if (correlation != null) {
            wanted = wanted.and(line -> Objects.equals(correlation, line.getString("correlationId")));
        }
        if (user != null) {
            Set<String> guids = guids(place, user);
            wanted = wanted.and(line -> guids.contains(line.getString("objectGUID")));
        }
        return wanted;
    }

    /** A line does not repeat the login of the user, and logins change: whose it is is asked once. */
    private Set<String> guids(ServicePlace place, String who) throws InterruptedException {
        if (who.matches("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}")) {
            return Set.of(who.toLowerCase(Locale.ROOT));
        }
        var answer = DeskLine.ask(file, place, Why.NAME, new JsonObject().put("who", who))
                .answer();
        Set<String> guids = new HashSet<>();
        if (answer.found()) {
            for (String found : List.of("people", "groups")) {
                answer.body()
                        .getJsonArray(found, new JsonArray())
                        .forEach(one -> guids.add(((JsonObject) one).getString("objectGUID")));
            }
        }
        if (guids.isEmpty()) {
            throw new NobodyException(String.valueOf(answer.body().getString("message")));
        }
        return guids;
    }

    private Instant instant(String when) {
        try {
            if (when.matches("\\d{1,6}[smhd]")) {
                long count = Long.parseLong(when.substring(0, when.length() - 1));
                Duration back = switch (when.charAt(when.length() - 1)) {
                    case 's' -> Duration.ofSeconds(count);
                    case 'm' -> Duration.ofMinutes(count);
                    case 'h' -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                };
                return Clock.systemUTC().instant().minus(back);
            }
            return Instant.parse(when);
        } catch (DateTimeException e) {
            throw new ParameterException(
                    specification.commandLine(), "--since must be like 15m, 2h, 7d or 2026-01-31T12:00:00Z", e);
        }
    }

    private int notWell(@Nullable String why) {
        specification.commandLine().getErr().println("adsync: " + why);
        return ExitCode.NOT_WELL;
    }

    /** There is no such user. */
    private static final class NobodyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NobodyException(String message) {
            super(message);
        }
    }
}
