package adsync.mapping;

import adsync.change.Image;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a value is made of directory attributes. The names are part of the mapping's fingerprint. */
enum Form {
    // of any one attribute
    TEXT,
    LINES,
    EMAIL,
    COUNTRY,
    LANGUAGE,
    WEB_ADDRESS,
    PHOTO,
    TIME,
    BOOLEAN,
    CERTIFICATES,

    // of certain attributes
    OBJECT_GUID,
    DISTINGUISHED_NAME,
    LOGIN,
    ACTIVE,
    MUST_CHANGE_PASSWORD,
    LOCKED_OUT,
    RECIPIENT_TYPE,
    LAST_RESORT,
    MANAGER,
    PRIMARY_MAIL,
    FIRST_ALIAS,
    ALIASES,
    SIP,
    LEGACY,
    LETTER,

    // of what we derived
    ENTITLEMENTS,
    SERVICES;

    /** The value, as {@link adsync.scim.ScimResource} holds it; null if there is none. */
    @Nullable Object make(Reading reading) {
        return switch (this) {
            case TEXT, LINES, EMAIL, COUNTRY, LANGUAGE, WEB_ADDRESS, PHOTO -> reading.first(this::check);
            case TIME -> Account.time(reading);
            case BOOLEAN -> bool(reading);
            case CERTIFICATES -> certificates(reading);
            case OBJECT_GUID -> reading.image().objectGuid().toString();
            case DISTINGUISHED_NAME -> reading.image().dn();
            case LOGIN -> Account.login(reading);
            case ACTIVE -> Account.active(reading);
            case MUST_CHANGE_PASSWORD -> Account.mustChangePassword(reading);
            case LOCKED_OUT -> Account.lockedOut(reading);
            case RECIPIENT_TYPE -> Account.recipientType(reading);
            case LAST_RESORT -> lastResort(reading);
            case MANAGER -> manager(reading);
            case PRIMARY_MAIL -> Addresses.primaryMail(reading);
            case FIRST_ALIAS -> Addresses.firstAlias(reading);
            case ALIASES -> Addresses.aliases(reading);
            case SIP -> Addresses.sip(reading);
            case LEGACY -> Addresses.legacy(reading);
            case LETTER -> Addresses.letter(reading);
            case ENTITLEMENTS -> entitlements(reading);
            case SERVICES -> services(reading);
        };
    }

    /** Whether a text can be a value, and how it is then written; only of forms that are {@link #ofText}, and of photos. */
    Checked check(String text) {
        return switch (this) {
            case TEXT -> Checks.text(text);
            case LINES -> Checks.lines(text);
            case EMAIL -> Checks.email(text);
            case COUNTRY -> Checks.country(text);
            case LANGUAGE -> Checks.language(text);
            case WEB_ADDRESS -> Checks.webAddress(text);
            case PHOTO -> Checks.photo(text);
            default -> throw new IllegalStateException(this + " is not made of one text");
        };
    }

    /** Whether the values are texts that a person could have written. */
    boolean ofText() {
        return switch (this) {
            case TEXT, LINES, EMAIL, COUNTRY, LANGUAGE, WEB_ADDRESS -> true;
            default -> false;
        };
    }

    /** Whether it makes a list by itself. */
    boolean multiValued() {
        return switch (this) {
            case ALIASES, LEGACY, CERTIFICATES, ENTITLEMENTS, SERVICES -> true;
            default -> false;
        };
    }

    /** Whether another attribute can take the place of the standard ones. */
    boolean replaceable() {
        return switch (this) {
            case OBJECT_GUID, DISTINGUISHED_NAME, ACTIVE, MUST_CHANGE_PASSWORD, LOCKED_OUT, RECIPIENT_TYPE -> false;
            case MANAGER, ALIASES, LEGACY, LETTER, ENTITLEMENTS, SERVICES -> false;
            default -> true;
        };
    }

    /** The form for one attribute of an administrator's choice. */
    Form ofOneAttribute() {
        return switch (this) {
            case PRIMARY_MAIL, FIRST_ALIAS, SIP -> EMAIL;
            case LOGIN, LAST_RESORT -> TEXT;
            default -> this;
        };
    }

    private static @Nullable Object bool(Reading reading) {
        String value = reading.first(text -> switch (text) {
            case "TRUE", "FALSE" -> new Checked.Usable(text);
            default -> new Checked.Unusable("is neither TRUE nor FALSE");
        });
        return value == null ? null : value.equals("TRUE");
    }

    private static @Nullable Object certificates(Reading reading) {
        List<Map<String, String>> all = reading.rule().attributes().stream()
                .flatMap(name ->
                        reading.image().values(name).stream().map(value -> reading.usable(name, Checks.octets(value))))
                .filter(Objects::nonNull)
                .map(value -> Map.of("value", value))
                .toList();
        return all.isEmpty() ? null : all;
    }

    /** In the one form that all providers take: without a type, which may be there only once. */
    private static @Nullable Object entitlements(Reading reading) {
        List<Map<String, String>> all = reading.image().values(Image.SERVICES).stream()
                .map(service -> Map.of("value", service))
                .toList();
        return all.isEmpty() ? null : all;
    }

    private static @Nullable Object services(Reading reading) {
        List<String> all = reading.image().values(Image.SERVICES);
        return all.isEmpty() ? null : all;
    }

    /** The last attribute, if all before it are empty. */
    private static @Nullable Object lastResort(Reading reading) {
        List<String> attributes = reading.rule().attributes();
        boolean others = attributes.subList(0, attributes.size() - 1).stream()
                .anyMatch(name -> reading.silent().first(name, Checks::text) != null);
        return others ? null : reading.first(attributes.getLast(), Checks::text);
    }

    private static @Nullable Object manager(Reading reading) {
        boolean managed = !reading.image().values("manager").isEmpty();
        return managed ? reading.managerId().map(id -> Map.of("value", id)).orElse(null) : null;
    }
}
