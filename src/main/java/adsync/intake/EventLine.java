package adsync.intake;

import adsync.change.Filetime;
import adsync.journal.ReceivedPassword;
import adsync.sealing.Claim;
import adsync.sealing.KeySet;
import adsync.sealing.SealedEvent;
import adsync.sealing.SealingException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One line of a batch of events.
 *
 * @param id of the event
 * @param event what is to be kept; null if it is not
 * @param status the answer, if it is not kept
 * @param why the reason for that, for people
 * @param facts what it says of itself
 */
record EventLine(String id, @Nullable ReceivedPassword event, String status, String why, Facts facts) {

    static final String STALE = "stale";
    static final String REJECTED = "rejected";

    private static final String CLOCKS =
            "the clock of the domain controller and ours differ, or it did not report lately";
    private static final Duration AHEAD = Duration.ofMinutes(5);
    private static final Duration OLDEST = Duration.ofDays(7);

    /** A source gives up what waited for 7 days, and the telling of that, or of any other loss, may wait as well. */
    private static final Duration OLDEST_MISS = Duration.ofDays(30);

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SID = Pattern.compile("S-1-5-21-[0-9-]{5,60}");
    private static final Pattern REASON = Pattern.compile("[a-z]{1,20}");

    /**
     * What an event says of itself, for the log.
     *
     * @param sid whose; empty if that cannot be read
     * @param filetime when it was changed; 0 if that cannot be read
     * @param keyId what it was sealed to; empty if it was not
     * @param size in octets
     */
    record Facts(String sid, long filetime, String keyId, int size) {

        private static final int LONGEST_KEY_ID = 64;

        static Facts unread(int size) {
            return new Facts("", 0, "", size);
        }

        Facts {
            String clean = keyId.replaceAll("[\\p{Cntrl}\\p{Cf}]", "");
            keyId = clean.substring(0, Math.min(clean.length(), LONGEST_KEY_ID));
        }
    }

    /**
     * What an event is compared with.
     *
     * @param controller objectGUID of its sender
     * @param domainSid of the sender's domain
     * @param keys what it may be sealed to
     * @param now by our clock
     * @param there by the clock of the sender; null if that is not known at present
     */
    record Scale(
            String controller,
            String domainSid,
            List<KeySet.SealingKey> keys,
            Instant now,
            @Nullable Instant there) {

        Scale {
            keys = List.copyOf(keys);
        }

        private boolean ofDomain(String sid) {
            return sid.startsWith(domainSid + "-") && sid.indexOf('-', domainSid.length() + 1) < 0;
        }

        /** Whether the sender says so, too, about the time of an event; whose clock is wrong is not for us to guess. */
        private boolean alsoThere(Predicate<Instant> wrong) {
            if (there != null && wrong.test(there)) {
                return true;
            }
            throw new RefusedException(RefusedException.UNAVAILABLE, CLOCKS, Duration.ofMinutes(1));
        }
    }

    /**
     * Reads a line.
     *
     * @throws RefusedException if it has no id that could be answered to, or its time cannot be judged now
     */
    static EventLine read(String text, Scale scale) {
        JsonObject line;
        try {
            line = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            throw unreadable("a line is no JSON object");
        }
        if (line.getValue("jwe") instanceof String sealed) {
            return sealed(sealed, scale);
        }
        if (line.getValue("miss") instanceof JsonObject miss) {
            return missed(miss, scale);
        }
        throw unreadable("a line has neither jwe nor miss");
    }

    private static EventLine sealed(String sealed, Scale scale) {
        Facts facts = Facts.unread(sealed.length());
        try {
            SealedEvent event = SealedEvent.read(sealed);
            Claim claim = event.claim();
            facts = new Facts(claim.sid(), claim.filetime(), event.keyId(), sealed.length());
            event.check(scale.keys());
            return checked(
                    new ReceivedPassword(
                            claim.id(),
                            claim.sid(),
                            claim.filetime(),
                            sealed,
                            null,
                            new ReceivedPassword.Turn(claim.boot(), claim.sequence())),
                    claim.dc(),
                    scale,
                    facts);
        } catch (SealingException e) {
            return new EventLine(idOf(sealed), null, REJECTED, String.valueOf(e.getMessage()), facts);
        }
    }

    private static EventLine missed(JsonObject miss, Scale scale) {
        String id =
                miss.getValue("id") instanceof String text && ID.matcher(text).matches() ? text : "";
        if (id.isEmpty()) {
            throw unreadable("a line has no id");
        }
        String sid =
                miss.getValue("sid") instanceof String text && SID.matcher(text).matches() ? text : "";
        String reason = miss.getValue("reason") instanceof String text
                        && REASON.matcher(text).matches()
                ? text
                : "";
        long filetime = miss.getValue("ft") instanceof String text
                ? Claim.filetime(text).orElse(0L)
                : 0;
        Facts facts = new Facts(sid, filetime, "", 0);
        if (sid.isEmpty() || reason.isEmpty() || filetime == 0) {
            return new EventLine(id, null, REJECTED, "sid, ft or reason is not as it must be", facts);
        }
        String controller = miss.getValue("dc") instanceof String text ? text : "";
        return checked(new ReceivedPassword(id, sid, filetime, null, reason), controller, scale, facts);
    }

    private static EventLine checked(ReceivedPassword event, String controller, Scale scale, Facts facts) {
        Instant changed = Filetime.instant(event.filetime());
        if (!controller.equals(scale.controller())) {
            return new EventLine(event.id(), null, REJECTED, "it is of another domain controller", facts);
        }
        if (!scale.ofDomain(event.sid())) {
            return new EventLine(event.id(), null, REJECTED, "its user is of another domain", facts);
        }
        Predicate<Instant> ahead = time -> changed.isAfter(time.plus(AHEAD));
        if (ahead.test(scale.now()) && scale.alsoThere(ahead)) {
            return new EventLine(event.id(), null, REJECTED, "its time is more than 5 min ahead of ours", facts);
        }
        Duration oldest = event.sealed() == null ? OLDEST_MISS : OLDEST;
        Predicate<Instant> old = time -> changed.isBefore(time.minus(oldest));
        if (old.test(scale.now()) && scale.alsoThere(old)) {
            return new EventLine(event.id(), null, STALE, "it is older than %d days".formatted(oldest.toDays()), facts);
        }
        return new EventLine(event.id(), event, "", "", facts);
    }

    /** The id of what is not ours otherwise, so that its sender can put it aside. */
    private static String idOf(String sealed) {
        try {
            int dot = sealed.indexOf('.');
            JsonObject header =
                    new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(sealed.substring(0, Math.max(dot, 0)))));
            if (header.getValue("pwc") instanceof JsonObject claim
                    && claim.getValue("id") instanceof String id
                    && ID.matcher(id).matches()) {
                return id;
            }
        } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
            throw unreadable("a line has no id");
        }
        throw unreadable("a line has no id");
    }

    /** The sender finds the line by smaller batches. */
    private static RefusedException unreadable(String why) {
        return new RefusedException(RefusedException.BAD_REQUEST, why);
    }

    /** What is sealed is not for logs, sealed as it is. */
    @Override
    public String toString() {
        return "EventLine[" + id + ", " + status + "]";
    }
}
