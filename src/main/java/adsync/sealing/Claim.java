package adsync.sealing;

import adsync.change.Filetime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a domain controller says of an event: the header {@code pwc}, which is authenticated together with what is sealed.
 *
 * @param id 128 random bits in hexadecimal digits
 * @param sid whose password, as {@code S-1-5-21-…}
 * @param filetime when it was changed, in tenths of microseconds since 1601 (FILETIME)
 * @param dc objectGUID of the domain controller's computer object, in lower case
 * @param boot which start of it
 * @param sequence grows from event to event of one start
 */
public record Claim(String id, String sid, long filetime, String dc, String boot, long sequence) {

    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern BOOT = Pattern.compile("[0-9a-f]{1,64}");
    private static final Pattern FILETIME = Pattern.compile("[1-9]\\d{0,17}");

    /** Refuses what a domain controller does not write. */
    public Claim {
        require(ID.matcher(id).matches(), "id");
        require(Sid.isAccount(sid), "sid");
        require(filetime > 0, "ft");
        require(GUID.matcher(dc).matches(), "dc");
        require(BOOT.matcher(boot).matches(), "boot");
        require(sequence >= 0, "seq");
    }

    /** When it was changed. */
    public Instant changedAt() {
        return Filetime.instant(filetime);
    }

    /**
     * Reads one.
     *
     * @throws SealingException naming the member that is missing or odd
     */
    static Claim read(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> members) || !(members.get("v") instanceof Number version)) {
            throw new SealingException("pwc is missing");
        }
        require(version.longValue() == 1, "v");
        return new Claim(
                text(members, "id"),
                text(members, "sid"),
                filetime(text(members, "ft")).orElse(0L),
                text(members, "dc"),
                text(members, "boot"),
                members.get("seq") instanceof Number sequence ? sequence.longValue() : -1);
    }

    /** Reads digits: as a number it would not survive readers that know only doubles. */
    public static Optional<Long> filetime(String digits) {
        return FILETIME.matcher(digits).matches() ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    private static String text(Map<?, ?> members, String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    Map<String, Object> json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("v", 1);
        members.put("id", id);
        members.put("sid", sid);
        members.put("ft", Long.toString(filetime));
        members.put("dc", dc);
        members.put("boot", boot);
        members.put("seq", sequence);
        return members;
    }

    private static void require(boolean well, String member) {
        if (!well) {
            throw new SealingException("pwc." + member + " is not as it must be");
        }
    }
}
