package adsync.mapping;

import adsync.change.Image;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/** The forms that say who may sign in: login, state, times. */
final class Account {

    private static final long DISABLED = 0x2;

    /** msExchRecipientTypeDetails: the kinds that a user can have. */
    private static final Map<Long, String> RECIPIENT_TYPES = Map.ofEntries(
            Map.entry(1L, "UserMailbox"),
            Map.entry(1L << 1, "LinkedMailbox"),
            Map.entry(1L << 2, "SharedMailbox"),
            Map.entry(1L << 3, "LegacyMailbox"),
            Map.entry(1L << 4, "RoomMailbox"),
            Map.entry(1L << 5, "EquipmentMailbox"),
            Map.entry(1L << 7, "MailUser"),
            Map.entry(1L << 16, "User"),
            Map.entry(1L << 21, "DisabledUser"),
            Map.entry(1L << 23, "ArbitrationMailbox"),
            Map.entry(1L << 25, "LinkedUser"),
            Map.entry(1L << 29, "DiscoveryMailbox"),
            Map.entry(1L << 31, "RemoteUserMailbox"),
            Map.entry(1L << 33, "RemoteRoomMailbox"),
            Map.entry(1L << 34, "RemoteEquipmentMailbox"),
            Map.entry(1L << 35, "RemoteSharedMailbox"));

    private Account() {}

    /** Of userPrincipalName, else of sAMAccountName and the domain that the distinguished name tells. */
    static @Nullable Object login(Reading reading) {
        String principal = reading.first("userPrincipalName", Checks::text);
        if (principal != null) {
            return principal;
        }
        String name = reading.first("sAMAccountName", Checks::text);
        String domain = domain(reading.image().dn());
        return name == null || domain.isEmpty() ? null : name + "@" + domain;
    }

    /**
     * Of userAccountControl and accountExpires: neither disabled nor expired. An account whose state cannot be read
     * counts as disabled: that can be undone, an open door cannot.
     */
    static Object active(Reading reading) {
        List<String> control = reading.image().values("userAccountControl");
        if (control.isEmpty()) {
            reading.note("userAccountControl", "is not there, so the account counts as disabled");
            return false;
        }
        for (String flags : control) {
            OptionalLong bits = FileTime.parse(flags);
            if (bits.isEmpty()) {
                reading.note("userAccountControl", "is not a number, so the account counts as disabled");
                return false;
            }
            if ((bits.getAsLong() & DISABLED) != 0) {
                return false;
            }
        }
        return expiry(reading.image())
                .map(expiry -> reading.now().isBefore(expiry))
                .orElse(true);
    }

    /** When the account stops being usable by itself; empty for never. */
    static Optional<Instant> expiry(Image image) {
        return image.values("accountExpires").stream()
                .map(FileTime::parse)
                .filter(steps -> steps.isPresent() && steps.getAsLong() > 0 && !FileTime.never(steps.getAsLong()))
                .map(steps -> FileTime.instant(steps.getAsLong()))
                .findFirst();
    }

    /** A time; never stands for no time at all. */
    static @Nullable Object time(Reading reading) {
        return reading.first(value -> {
            OptionalLong steps = FileTime.parse(value);
            if (steps.isEmpty()) {
                return new Checked.Unusable("is not a time in steps of 100 ns since 1601");
            }
            return FileTime.never(steps.getAsLong()) ? new Checked.Absent() : FileTime.dateTime(steps.getAsLong());
        });
    }

    /** Of pwdLastSet: whether it says that the password must be changed at the next logon. */
    static @Nullable Object mustChangePassword(Reading reading) {
        return number(reading).stream()
                .mapToObj(steps -> steps == 0)
                .findFirst()
                .orElse(null);
    }

    /** Of lockoutTime: whether the account was locked out and not unlocked since. */
    static @Nullable Object lockedOut(Reading reading) {
        return number(reading).stream()
                .mapToObj(steps -> steps != 0)
                .findFirst()
                .orElse(null);
    }

    /** Of msExchRecipientTypeDetails: its name. */
    static @Nullable Object recipientType(Reading reading) {
        return reading.first(value -> {
            OptionalLong kind = FileTime.parse(value);
            String name = kind.isEmpty() ? null : RECIPIENT_TYPES.get(kind.getAsLong());
            return name == null
                    ? new Checked.Unusable("is not one of Exchange's kinds of user")
                    : new Checked.Usable(name);
        });
    }

    private static OptionalLong number(Reading reading) {
        for (String attribute : reading.rule().attributes()) {
            for (String value : reading.image().values(attribute)) {
                OptionalLong number = FileTime.parse(value);
                if (number.isPresent()) {
                    return number;
                }
                reading.note(attribute, "is not a number");
            }
        }
        return OptionalLong.empty();
    }

    /** The DNS name that the domain components of a distinguished name make; empty if it has none. */
    static String domain(String dn) {
        List<String> labels = new ArrayList<>();
        try {
            for (Rdn rdn : new LdapName(dn).getRdns()) {
                if (!rdn.getType().equalsIgnoreCase("DC")) {
                    break;
                }
                labels.addFirst(String.valueOf(rdn.getValue()).toLowerCase(Locale.ROOT));
            }
        } catch (InvalidNameException | IllegalArgumentException e) { // the latter for OU=#x
            return "";
        }
        return String.join(".", labels);
    }
}
