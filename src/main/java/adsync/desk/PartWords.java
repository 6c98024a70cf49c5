package adsync.desk;

import adsync.observe.HealthStatus;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/** Says in a sentence how a part of the service is. */
final class PartWords {

    static final String DIRECTORY = "directory";
    static final String JOURNAL = "journal";

    private PartWords() {}

    static String title(String name) {
        return switch (name) {
            case "audit" -> "Audit log";
            case "comparison" -> "Comparison with the provider";
            default -> name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
        };
    }

    /** What it does now; what is wrong with it is its cause. */
    static String sentence(String name, HealthStatus status) {
        Map<String, Object> details = status.details();
        return switch (name) {
            case "provider" -> provider(status);
            case JOURNAL ->
                count(details, "objects", "user known, ", "users known, ")
                        + count(details, "accounts", "account at the provider, ", "accounts at the provider, ")
                        + count(details, "outbox", "change waits to be shipped.", "changes wait to be shipped.");
            case "audit" -> status.state() == HealthStatus.State.UP ? "Is written." : "Cannot be written.";
            case "comparison" -> comparison(details);
            case "passwords" ->
                number(details, "controllersReporting") + " of " + number(details, "controllersExpected")
                        + " domain controllers report; " + number(details, "synced") + " of " + number(details, "users")
                        + " users have the same password at the provider.";
            default -> name.startsWith(DIRECTORY) ? directory(details) : "";
        };
    }

    private static String provider(HealthStatus status) {
        if (status.state() == HealthStatus.State.DEGRADED && status.cause().isEmpty()) {
            return "Was not asked yet.";
        }
        return shipping(status.details()) ? "Takes changes." : "Takes nothing now; changes wait in the outbox.";
    }

    private static boolean shipping(Map<String, Object> details) {
        return Boolean.TRUE.equals(details.get("shipping"));
    }

    private static String directory(Map<String, Object> details) {
        String from = details.get("domainController") instanceof String host ? " " + host : " the directory";
        return switch (String.valueOf(details.get("phase"))) {
            case "connecting" -> "Connects to the directory.";
            case "enumerating" -> "Reads everybody from" + from + ".";
            case "waiting for replication" -> "Reads nothing from" + from + " until it has all that is known.";
            case "outbox full" -> "Waits with reading until the provider has caught up.";
            default ->
                "Follows" + from
                        + (details.get("cookieAgeSeconds") instanceof Number age
                                ? "; read completely " + age + " s ago."
                                : ".");
        };
    }

    private static String comparison(Map<String, Object> details) {
        if (details.get("listed") instanceof Number listed) {
            return "Compares now: " + listed + " accounts listed so far.";
        }
        return details.containsKey("completedAt")
                ? "The last one found " + number(details, "missing") + " missing, " + number(details, "drifted")
                        + " changed and " + number(details, "foreign") + " foreign accounts" + groups(details) + "."
                : "There was none since the start.";
    }

    private static String groups(Map<String, Object> details) {
        return details.containsKey("groupsMissing")
                ? ", and " + number(details, "groupsMissing") + " missing, " + number(details, "groupsDrifted")
                        + " changed and " + number(details, "groupsForeign") + " foreign groups"
                : "";
    }

    private static String count(Map<String, Object> details, String key, String one, String several) {
        String number = number(details, key);
        return number + " " + (number.equals("1") ? one : several);
    }

    private static String number(Map<String, Object> details, String key) {
        return String.valueOf(details.getOrDefault(key, 0));
    }

    /** The notification by which the directory tells that something changed: a part of its own for people. */
    static JsonObject bell(String name, HealthStatus directory) {
        Map<String, Object> details = directory.details();
        boolean rings = Boolean.TRUE.equals(details.get("bell"));
        boolean follows = "following".equals(details.get("phase"));
        boolean silent = follows && !rings && directory.state() != HealthStatus.State.DOWN;
        return new JsonObject()
                .put("name", "bell" + name.substring(DIRECTORY.length()))
                .put("title", "Bell" + name.substring(DIRECTORY.length()))
                .put("state", rings ? "up" : silent ? "degraded" : "waiting")
                .put(
                        "sentence",
                        rings
                                ? "The directory tells of a change at once."
                                : silent
                                        ? "Changes are found by asking every so often (directory.poll), and come later."
                                        : "Waits until the directory is followed.")
                .put("cause", silent ? directory.cause() : "")
                .put("details", new JsonObject());
    }
}
