package adsync.mapping;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator decided about the mapping.
 *
 * @param extension URN of the schema of our own attributes; it begins with {@code urn:ietf:params:scim:schemas:}
 * @param choices by SCIM path, in the notation of the table ({@code phoneNumbers[type eq "mobile"]},
 *     {@code enterprise:department}, {@code extension:notes}) or with full URNs; what is not chosen is standard
 */
public record MappingOptions(String extension, SortedMap<String, Choice> choices) {

    /** The schema of our own attributes, unless another one is configured. */
    public static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";

    private static final Pattern URN =
            Pattern.compile("urn:ietf:params:scim:schemas:[A-Za-z0-9()+,\\-.:=@;$_!*']*[A-Za-z0-9]");
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");
    private static final Pattern EXTENSION_PATH = Pattern.compile("extension:[A-Za-z][A-Za-z0-9_-]*");

    private static final Set<String> CREDENTIALS = Set.of(
            "unicodepwd",
            "userpassword",
            "dbcspwd",
            "supplementalcredentials",
            "ntpwdhistory",
            "lmpwdhistory",
            "msds-managedpassword",
            "ms-mcs-admpwd",
            "mslaps-password",
            "mslaps-encryptedpassword",
            "mslaps-encryptedpasswordhistory");

    private static final Set<String> COMPUTED =
            Set.of("memberof", "directreports", "canonicalname", "tokengroups", "distinguishedname");

    /** Refuses what {@link #extensionComplaint} and {@link #complaint} complain about. */
    public MappingOptions {
        choices = Collections.unmodifiableSortedMap(new TreeMap<>(choices));
        extensionComplaint(extension).ifPresent(MappingOptions::refuse);
        for (Map.Entry<String, Choice> choice : choices.entrySet()) {
            complaint(extension, choice.getKey(), choice.getValue())
                    .ifPresent(complaint -> refuse(choice.getKey() + " " + complaint));
        }
    }

    /** Nothing decided: the standard mapping. */
    public static MappingOptions standard() {
        return new MappingOptions(EXTENSION, new TreeMap<>());
    }

    /** The SCIM paths of the table, in the order of the table. */
    public static List<String> paths() {
        return StandardTable.RULES.stream()
                .map(rule -> rule.target().toString())
                .toList();
    }

    /** A path in the notation of the table, however it was written. */
    public static String canonical(String extension, String path) {
        return Target.parse(path, extension).toString();
    }

    /** What is wrong with an extension's URN; empty if nothing is. */
    public static Optional<String> extensionComplaint(String extension) {
        return URN.matcher(extension).matches()
                ? Optional.empty()
                : Optional.of("must be a URN that begins with urn:ietf:params:scim:schemas:");
    }

    /** What is wrong with one choice; empty if nothing is. */
    public static Optional<String> complaint(String extension, String path, Choice choice) {
        Rule standard = find(Target.parse(path, extension));
        if (standard == null) {
            return Optional.of("is not a SCIM path that can be mapped");
        }
        return switch (choice) {
            case Choice.Attribute attribute -> attributeComplaint(standard, attribute.name());
            case Choice.Switch.OFF ->
                switch (standard.form()) {
                    case OBJECT_GUID, LOGIN, ACTIVE -> Optional.of("cannot be switched off: every account needs it");
                    default -> Optional.empty();
                };
            case Choice.Switch.ON ->
                standard.attributes().isEmpty() && standard.form().replaceable()
                        ? Optional.of("has no standard attribute: name one")
                        : Optional.empty();
        };
    }

    private static Optional<String> attributeComplaint(Rule standard, String name) {
        if (!standard.form().replaceable()) {
            return Optional.of("cannot be filled from another attribute: it can only be on or off");
        }
        if (!ATTRIBUTE_NAME.matcher(name).matches()) {
            return Optional.of("must name a directory attribute, of letters, digits and hyphens");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (CREDENTIALS.contains(lower)) {
            return Optional.of("must not be filled from a credential");
        }
        return COMPUTED.contains(lower)
                ? Optional.of(
                        "cannot be filled from an attribute that the directory computes: its changes are not told")
                : Optional.empty();
    }

    /** The row of the standard table, or a row of its own for a new attribute of the extension; null for others. */
    static @Nullable Rule find(Target target) {
        for (Rule rule : StandardTable.RULES) {
            if (rule.target().equals(target)) {
                return rule;
            }
        }
        boolean own = EXTENSION_PATH.matcher(target.toString()).matches();
        return own ? new Rule(target, Form.TEXT, List.of(), false) : null;
    }

    private static void refuse(String complaint) {
        throw new IllegalArgumentException("mapping: " + complaint);
    }
}
