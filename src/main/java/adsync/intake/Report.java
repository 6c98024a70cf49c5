package adsync.intake;

import adsync.journal.EnrolledController;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a domain controller says of itself in a heartbeat: known members only, short ones. */
public final class Report {

    /** Without a heartbeat for so long it does not report. */
    public static final Duration SILENT_AFTER = Duration.ofMinutes(5);

    private static final Duration PACKAGE_SILENT_AFTER = Duration.ofMinutes(3);
    private static final Duration SKEW = Duration.ofMinutes(2);
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_PACKAGES = 20;
    private static final Set<String> MEMBERS =
            Set.of("courier", "source", "packageAge", "runAsPpl", "keysetVer", "certificateEnds", "time");
    private static final Set<String> PACKAGE =
            Set.of("version", "boot", "capturing", "started", "keysetVer", "keysetExpired", "kid");
    private static final Set<String> COUNTERS = Set.of("seen", "skipped", "missed", "unrecorded", "spooled", "faults");
    private static final Set<String> QUEUE = Set.of("files", "bytes", "oldest");

    private final JsonObject told;

    private Report(JsonObject told) {
        this.told = told;
    }

    /** Of a heartbeat. */
    static Report of(JsonObject heartbeat) {
        JsonObject kept = some(heartbeat, MEMBERS);
        if (heartbeat.getValue("package") instanceof JsonObject inside) {
            JsonObject runs = some(inside, PACKAGE);
            if (inside.getValue("counters") instanceof JsonObject counters) {
                runs.put("counters", some(counters, COUNTERS));
            }
            kept.put("package", runs);
        }
        if (heartbeat.getValue("queue") instanceof JsonObject queue) {
            kept.put("queue", some(queue, QUEUE));
        }
        if (heartbeat.getValue("packages") instanceof JsonArray packages) {
            List<String> names = packages.stream()
                    .limit(MOST_PACKAGES)
                    .map(name -> shortened(String.valueOf(name)))
                    .toList();
            kept.put("packages", new JsonArray(names));
        }
        return new Report(kept);
    }

    /** The last one of a domain controller; empty if it never sent any. */
    public static Optional<Report> of(EnrolledController controller) {
        try {
            return controller.report().map(JsonObject::new).map(Report::new);
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }

    private static JsonObject some(JsonObject from, Set<String> names) {
        JsonObject some = new JsonObject(new TreeMap<>());
        for (String name : names) {
            switch (from.getValue(name)) {
                case Number number -> some.put(name, number);
                case Boolean flag -> some.put(name, flag);
                case String text -> some.put(name, shortened(text));
                case null, default -> {
                    // not one of ours
                }
            }
        }
        return some;
    }

    private static String shortened(String text) {
        String clean = text.replaceAll("[\\p{Cntrl}\\p{Cf}]", "");
        return clean.length() <= LONGEST_TEXT ? clean : clean.substring(0, LONGEST_TEXT);
    }

    /** Why a domain controller does not do its part, in a few words; empty if it does. */
    public static String trouble(EnrolledController controller, Instant now) {
        if (!controller.enrolled()) {
            return "not enrolled yet";
        }
        Optional<Instant> seen = controller.seenAt();
        if (seen.isEmpty() || seen.get().isBefore(now.minus(SILENT_AFTER))) {
            return seen.isEmpty() ? "never reported" : "silent since " + seen.get();
        }
        return of(controller).map(Report::ownTrouble).orElse("");
    }

    private String ownTrouble() {
        if (told.getValue("source") instanceof String) {
            return ""; // not a package in a process of Windows
        }
        if (!(told.getValue("package") instanceof JsonObject inside)) {
            return "the package does not run";
        }
        if (number(told, "packageAge") > PACKAGE_SILENT_AFTER.toSeconds()) {
            return "the package does not run any more";
        }
        return Boolean.FALSE.equals(inside.getValue("capturing")) ? "the package is passive" : "";
    }

    /** How far its clock is from ours when it was sent; empty if it did not say. */
    Optional<Duration> skew(Instant now) {
        return told.getValue("time") instanceof Number time
                ? Optional.of(Duration.between(now, Instant.ofEpochSecond(time.longValue())))
                : Optional.empty();
    }

    /** Whether its clock is so wrong that the order of changes is in doubt. */
    boolean skewed(Instant now) {
        return skew(now).filter(skew -> skew.abs().compareTo(SKEW) > 0).isPresent();
    }

    /** The version of the key set that it has. */
    long keySetVersion() {
        return number(told, "keysetVer");
    }

    private static long number(JsonObject object, String name) {
        return object.getValue(name) instanceof Number number ? number.longValue() : 0;
    }

    String encode() {
        return told.encode();
    }

    /** As it is told to an administrator. */
    public JsonObject json() {
        return told.copy();
    }
}
