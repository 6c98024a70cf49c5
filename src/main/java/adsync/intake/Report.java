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

    private static final String SAMBA = "samba";
    private static final Duration PACKAGE_SILENT_AFTER = Duration.ofMinutes(3);

    /** The package tells of a key set up to a minute later than its courier. */
    private static final Duration KEY_SET_TAKEN_WITHIN = Duration.ofMinutes(5);

    private static final Duration SKEW = Duration.ofMinutes(2);
    private static final Duration LOSS_SHOWN_FOR = Duration.ofDays(1);
    private static final String KEY_SET = "keysetVer";

    /** The mode of the key set, if the source has nothing of what that asks for. */
    private static final String UNSERVED = "unserved";

    private static final String LOST_AT = "lostAt";
    private static final String BEHIND_SINCE = "behindSince";
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_PACKAGES = 20;
    private static final Set<String> MEMBERS =
            Set.of("courier", "source", "packageAge", "runAsPpl", "keysetVer", "certificateEnds", "time", UNSERVED);
    private static final Set<String> PACKAGE =
            Set.of("version", "boot", "capturing", "started", "keysetVer", "keysetExpired", "kid", UNSERVED);
    private static final Set<String> COUNTERS = Set.of("seen", "skipped", "missed", "unrecorded", "spooled", "faults");
    private static final Set<String> QUEUE = Set.of("files", "bytes", "oldest", "quarantined");

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
                case Number number when Double.isFinite(number.doubleValue()) -> some.put(name, number);
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
        if (silent(controller, now)) {
            return controller.seenAt().map(seen -> "silent since " + seen).orElse("never reported");
        }
        return of(controller).map(report -> report.ownTrouble(now)).orElse("");
    }

    /** Whether nothing came of a domain controller lately, or ever. */
    static boolean silent(EnrolledController controller, Instant now) {
        return controller
                .seenAt()
                .filter(seen -> !seen.isBefore(now.minus(SILENT_AFTER)))
                .isEmpty();
    }

    /** What a domain controller lost lately though it does its part, in a few words; empty if nothing is known of it. */
    public static String loss(EnrolledController controller, Instant now) {
        return of(controller)
                .filter(report -> now.getEpochSecond() - number(report.told, LOST_AT) < LOSS_SHOWN_FOR.toSeconds())
                .map(report -> "lost changes without a record")
                .orElse("");
    }

    private String ownTrouble(Instant now) {
        if (told.getValue("source") instanceof String source) {
            return source.equals(SAMBA) ? adapterTrouble() : ""; // not a package in a process of Windows
        }
        if (!(told.getValue("package") instanceof JsonObject inside)) {
            return "the package does not run";
        }
        if (number(told, "packageAge") > PACKAGE_SILENT_AFTER.toSeconds()) {
            return "the package does not run any more";
        }
        if (Boolean.FALSE.equals(inside.getValue("capturing"))) {
            return "the package is passive";
        }
        if (number(inside, KEY_SET) == 0) {
            return "the package has no key";
        }
        if (inside.getValue(UNSERVED) instanceof String mode) {
            return unserved(mode);
        }
        boolean late = now.getEpochSecond() - number(told, BEHIND_SINCE) > KEY_SET_TAKEN_WITHIN.toSeconds();
        return isBehind() && late // that it is too old is the provider's part
                ? "the package does not take the newer key set"
                : "";
    }

    private static String unserved(String mode) {
        return "the key set's mode is " + mode + " and this source has hashes only";
    }

    /** Whether the package has an older key set than the courier beside it. */
    private boolean isBehind() {
        return told.getValue("package") instanceof JsonObject inside && number(inside, KEY_SET) < keySetVersion();
    }

    /** The adapter has two services: one that hears of changes, and one that delivers them and reports. */
    private String adapterTrouble() {
        if (told.getValue(UNSERVED) instanceof String mode) {
            return unserved(mode); // it watches for nothing then
        }
        if (!(told.getValue("packageAge") instanceof Number)) {
            return "changes are not watched for";
        }
        return number(told, "packageAge") > PACKAGE_SILENT_AFTER.toSeconds()
                ? "changes are not watched for any more"
                : "";
    }

    /**
     * With what is remembered of those before it: when changes were last lost of which the source does not know whose they were,
     * and since when the package has an older key set than the courier.
     *
     * @param before the last one
     */
    Report after(Optional<Report> before, Instant now) {
        long lostAt = lostSince(before) > 0
                ? now.getEpochSecond()
                : before.map(one -> number(one.told, LOST_AT)).orElse(0L);
        JsonObject kept = told.copy();
        kept.remove(LOST_AT); // not the source's to say
        kept.remove(BEHIND_SINCE);
        if (isBehind()) {
            kept.put(
                    BEHIND_SINCE,
                    before.map(one -> number(one.told, BEHIND_SINCE))
                            .filter(since -> since > 0)
                            .orElse(now.getEpochSecond()));
        }
        if (lostAt > 0) {
            kept.put(LOST_AT, lostAt);
        }
        return new Report(kept);
    }

    /** How many changes were lost without a record since the last one; the source counts from its start. */
    long lostSince(Optional<Report> before) {
        long earlier = before.filter(one -> one.boot().equals(boot()))
                .map(Report::unrecorded)
                .orElse(0L);
        return Math.max(0, unrecorded() - earlier);
    }

    private String boot() {
        return told.getValue("package") instanceof JsonObject inside ? String.valueOf(inside.getValue("boot")) : "";
    }

    private long unrecorded() {
        return told.getValue("package") instanceof JsonObject inside
                        && inside.getValue("counters") instanceof JsonObject counters
                ? number(counters, "unrecorded")
                : 0;
    }

    /** How far its clock is from ours when it was sent; empty if it did not say. */
    Optional<Duration> skew(Instant now) {
        return told.getValue("time") instanceof Number time
                ? Optional.of(Duration.between(now, Instant.ofEpochSecond(known(time.longValue()))))
                : Optional.empty();
    }

    /** Within what an Instant can hold. */
    private static long known(long seconds) {
        return Math.clamp(seconds, Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    }

    /** Whether its clock is so wrong that the order of changes is in doubt. */
    boolean skewed(Instant now) {
        return skew(now).filter(skew -> skew.abs().compareTo(SKEW) > 0).isPresent();
    }

    /** The version of the key set that it has. */
    long keySetVersion() {
        return number(told, KEY_SET);
    }

    /** How many events wait there, or lie there in quarantine; 0 if it did not say. */
    long queued(String what) {
        return told.getValue("queue") instanceof JsonObject queue ? Math.max(0, number(queue, what)) : 0;
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
