package adsync.cli;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** What the details of a part's health mean, for people; programs get them as they are. */
final class StatusWords {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("bell", "told of changes at once"),
            Map.entry("caughtUp", "has read everything"),
            Map.entry("cookieAgeSeconds", "time since it was read completely"),
            Map.entry("oldestSeconds", "oldest change waits since"),
            Map.entry("remainingSeconds", "time that remains"),
            Map.entry("enumerated", "users read"),
            Map.entry("outbox", "changes that wait"),
            Map.entry("shipping", "changes are shipped"));

    private static final String SECONDS = "Seconds";

    private StatusWords() {}

    /** The name of a detail; one that has none here is spelled out. */
    static String name(String detail) {
        String known = NAMES.get(detail);
        return known != null
                ? known
                : detail.replaceFirst(SECONDS + "$", "")
                        .replace('_', ' ')
                        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                        .toLowerCase(Locale.ROOT);
    }

    /** Why a part is as it is; of one that is still preparing what it does. */
    static String cause(JsonObject part) {
        String cause = part.getString("cause", "");
        return cause.isEmpty() && "degraded".equals(part.getString("state"))
                ? preparing(part.getJsonObject("details").getString("phase", "")) + "; nothing is wrong"
                : cause;
    }

    private static String preparing(String phase) {
        return switch (phase) {
            case "connecting" -> "it connects";
            case "enumerating" -> "everybody is read";
            default -> "was not asked yet";
        };
    }

    /** Its value. */
    static String value(String detail, Object value) {
        return switch (value) {
            case Boolean truth -> truth ? "yes" : "no";
            case Number seconds when detail.endsWith(SECONDS) -> told(Duration.ofSeconds(seconds.longValue()));
            default -> value.toString();
        };
    }

    private static String told(Duration time) {
        if (time.toDays() > 0) {
            return time.toDays() + " d " + time.toHoursPart() + " h";
        }
        if (time.toHours() > 0) {
            return time.toHours() + " h " + time.toMinutesPart() + " min";
        }
        return time.toMinutes() > 0
                ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
                : time.toSeconds() + " s";
    }
}
