package adsync.mapping;

import adsync.directory.ForbiddenAttributes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

    /** The same without what tells of services: nobody has any, and what the provider has is then none of our business. */
    public MappingOptions withoutServices() {
        Set<Target> services =
                StandardTable.services().stream().map(Rule::target).collect(Collectors.toUnmodifiableSet());
        SortedMap<String, Choice> reduced = new TreeMap<>();
        choices.forEach((path, choice) -> {
            if (!services.contains(Target.parse(path, extension))) {
                reduced.put(path, choice);
            }
        });
        services.forEach(target -> reduced.put(target.toString(), Choice.Switch.OFF));
        return new MappingOptions(extension, reduced);
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
            case Choice.Attribute attribute ->
                transformComplaint(standard, new Transform.First(List.of(attribute.name())));
            case Transform transform -> transformComplaint(standard, transform);
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

    private static Optional<String> transformComplaint(Rule standard, Transform transform) {
        if (!standard.form().replaceable()) {
            return Optional.of("cannot be filled from another attribute: it can only be on or off");
        }
        boolean plain = transform instanceof Transform.First;
        if (!plain && !standard.form().ofOneAttribute().ofText()) {
            return Optional.of("is no text: it can only be filled from attributes as they are");
        }
        if (transform instanceof Transform.Constant constant) {
            return constantComplaint(standard, constant.text());
        }
        if (transform.attributes().isEmpty()) {
            return Optional.of("must name a directory attribute");
        }
        return transform.attributes().stream()
                .map(MappingOptions::attributeComplaint)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> constantComplaint(Rule standard, String text) {
        if (standard.form() == Form.LOGIN) {
            return Optional.of("must not be the same for every user");
        }
        return switch (standard.form().ofOneAttribute().check(text)) {
            case Checked.Usable usable -> Optional.empty();
            case Checked.Absent none -> Optional.of("must not be an empty constant");
            case Checked.Unusable bad -> Optional.of("must not be this constant: it " + bad.reason());
        };
    }

    private static Optional<String> attributeComplaint(String name) {
        if (!ATTRIBUTE_NAME.matcher(name).matches()) {
            return Optional.of("must name a directory attribute, of letters, digits and hyphens");
        }
        if (ForbiddenAttributes.isCredential(name)) {
            return Optional.of("must not be filled from a credential");
        }
        return ForbiddenAttributes.isUntold(name)
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
        return own ? new Rule(target, Form.TEXT, new Transform.First(List.of()), false) : null;
    }

    private static void refuse(String complaint) {
        throw new IllegalArgumentException("mapping: " + complaint);
    }
}
