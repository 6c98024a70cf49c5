package adsync.cli;

import adsync.desk.Why;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code adsync why}: explains one person, or a group that is shipped. */
@Command(
        name = "why",
        description = {
            "Explains one person, or a group that is shipped: what is shipped of them, and why.",
            "In scope or not and by which rule, which services and by which groups, what the provider has, with the values that it acknowledged last, what waits and for what, what was answered last, and what came of passwords.",
            "A group is named by its distinguished name or objectGUID, as adsync parked and holds print it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Example: adsync why ada.adler@contoso.com",
            "         adsync why \"Ada Adler\"",
            "         adsync why \"CN=Ada Adler,OU=Staff,DC=contoso,DC=com\" --json",
            "Exit code 0 if somebody was found; 1 if nobody, with who may be meant."
        })
final class WhyCommand extends DeskCommand {

    @Parameters(
            paramLabel = "WHO",
            description =
                    "login (userPrincipalName or sAMAccountName), mail address, distinguished name, objectGUID, or the whole name")
    private String who = "";

    @Override
    String question() {
        return Why.NAME;
    }

    @Override
    JsonObject asked() {
        return new JsonObject().put("who", who);
    }

    @Override
    void print(JsonObject answer, PrintWriter out) {
        List<Runnable> parts = new ArrayList<>();
        answer.getJsonArray("people").forEach(person -> parts.add(() -> person((JsonObject) person, out)));
        answer.getJsonArray("groups", new JsonArray())
                .forEach(group -> parts.add(() -> group((JsonObject) group, out)));
        for (int number = 0; number < parts.size(); number++) {
            if (number > 0) {
                out.println();
            }
            parts.get(number).run();
        }
        String trouble = answer.getString("directoryNotAsked");
        if (trouble != null) {
            out.println("The directory could not be asked, so what it does not say is as last seen: " + trouble);
        }
    }

    private static void person(JsonObject person, PrintWriter out) {
        out.println(person.getString("dn"));
        line(out, "objectGUID", person.getString("objectGUID"));
        line(out, "scope", (person.getBoolean("inScope") ? "in: " : "out: ") + person.getString("scope"));
        String leftOut = person.getString("leftOut");
        if (leftOut != null) {
            line(out, "left out", leftOut + "; it is tried again by itself");
        }
        time(out, "gone since", person.getString("goneSince"));
        services(person, out);
        provider(person.getJsonObject("provider"), out);
        notMapped(person.getJsonArray("notMapped", new JsonArray()), out);
        line(out, "state", person.getString("state"));
        waiting(person.getJsonObject("waiting"), out);
        change(person.getJsonObject("lastChange"), out);
        answer(person.getJsonObject("lastAnswer"), out);
        time(out, "next timer", person.getString("nextTimer"));
        passwords(person.getJsonArray("passwords", new JsonArray()), out);
    }

    private static void group(JsonObject group, PrintWriter out) {
        out.println(group.getString("dn"));
        line(out, "objectGUID", group.getString("objectGUID"));
        line(out, "scope", group.getString("scope"));
        JsonObject provider = group.getJsonObject("provider");
        line(
                out,
                "provider",
                provider.isEmpty()
                        ? "has no group of it that we know"
                        : "has group %s, %s, with %s that we know"
                                .formatted(
                                        provider.getString("id"),
                                        provider.getString("displayName"),
                                        members(provider.getLong("members"))));
        String state = group.getString("state");
        if (state != null) {
            line(out, "state", state);
        }
        waiting(group.getJsonObject("waiting"), out);
        change(group.getJsonObject("lastChange"), out);
    }

    private static String members(long count) {
        return count == 1 ? "1 member" : count + " members";
    }

    private static void notMapped(JsonArray notes, PrintWriter out) {
        for (int number = 0; number < notes.size(); number++) {
            line(out, number == 0 ? "not mapped" : "", notes.getString(number));
        }
    }

    private static void passwords(JsonArray passwords, PrintWriter out) {
        for (int number = 0; number < passwords.size(); number++) {
            JsonObject one = passwords.getJsonObject(number);
            String cause = one.getString("cause");
            line(
                    out,
                    number == 0 ? "passwords" : "",
                    "changed at %s at %s: %s%s"
                            .formatted(
                                    Instants.told(one.getString("changed")),
                                    one.getString("controller"),
                                    one.getString("state").replace('_', ' '),
                                    cause.isEmpty() ? "" : ", " + cause));
        }
    }

    private static void services(JsonObject person, PrintWriter out) {
        JsonObject services = person.getJsonObject("services");
        line(out, "services", services.isEmpty() ? "none" : String.join(", ", services.fieldNames()));
        JsonObject ways = person.getJsonObject("servicePaths", new JsonObject());
        services.forEach(service -> {
            if (service.getValue() instanceof String why && !why.isEmpty()) {
                line(out, "", service.getKey() + ": " + why);
                paths(ways.getJsonArray(service.getKey(), new JsonArray()))
                        .forEach(path -> line(out, "", "  by way of " + path));
            }
        });
        List<String> paths = paths(person.getJsonArray("groupPaths", new JsonArray()));
        for (int number = 0; number < paths.size(); number++) {
            line(out, number == 0 ? "groups" : "", paths.get(number));
        }
    }

    /** Each way through groups in a line. */
    private static List<String> paths(JsonArray paths) {
        List<String> lines = new ArrayList<>();
        for (int number = 0; number < paths.size(); number++) {
            lines.add(paths.getJsonArray(number).stream().map(String::valueOf).collect(Collectors.joining(" > ")));
        }
        return lines;
    }

    private static void provider(JsonObject provider, PrintWriter out) {
        if (provider.isEmpty()) {
            line(out, "provider", "has no account of it that we know");
            return;
        }
        line(out, "provider", "has account " + provider.getString("id"));
        JsonObject values = provider.getJsonObject("values");
        for (String path : values.fieldNames()) {
            Object value = values.getValue(path);
            line(out, "", path + ": " + (value == null ? "another value than now, not kept" : value));
        }
    }

    private static void waiting(@Nullable JsonObject waiting, PrintWriter out) {
        if (waiting == null) {
            return;
        }
        int attempts = waiting.getInteger("attempts");
        line(
                out,
                "waiting",
                "%s since %s%s%s"
                        .formatted(
                                waiting.getString("kind"),
                                Instants.told(waiting.getString("since")),
                                attempts == 0 ? "" : ", " + attempts + (attempts == 1 ? " attempt" : " attempts"),
                                waiting.getBoolean("inFlight") ? ", being shipped" : ""));
        if (waiting.containsKey("hold")) {
            line(out, "", "held by hold " + waiting.getLong("hold") + ": see adsync holds");
        }
        if (waiting.containsKey("cause")) {
            line(out, "", "cause: " + waiting.getString("cause"));
        }
        time(out, "next try", waiting.getString("nextTry"));
    }

    private static void change(@Nullable JsonObject change, PrintWriter out) {
        if (change == null) {
            return;
        }
        String where = change.getString("domainController");
        line(
                out,
                "last change",
                "%s at %s%s%s, correlation id %s"
                        .formatted(
                                change.getString("kind"),
                                Instants.told(change.getString("seenAt")),
                                where.isEmpty() ? "" : " at " + where,
                                change.containsKey("usn") ? ", uSNChanged " + change.getLong("usn") : "",
                                change.getString("correlationId")));
    }

    private static void answer(@Nullable JsonObject answer, PrintWriter out) {
        if (answer == null) {
            return;
        }
        String request = answer.getString("request");
        if (!request.isEmpty()) {
            line(out, "last request", request);
        }
        int status = answer.getInteger("status");
        line(
                out,
                "last answer",
                "%s at %s%s, correlation id %s"
                        .formatted(
                                answer.getString("outcome"),
                                Instants.told(answer.getString("at")),
                                status == 0 ? "" : ", HTTP " + status,
                                answer.getString("correlationId")));
        String detail = answer.getString("detail");
        if (!detail.isEmpty()) {
            line(out, "", detail);
        }
    }

    private static void time(PrintWriter out, String what, @Nullable String instant) {
        if (instant != null) {
            line(out, what, Instants.told(instant));
        }
    }

    private static void line(PrintWriter out, String what, String text) {
        out.printf("  %-12s %s%n", what, text);
    }
}
