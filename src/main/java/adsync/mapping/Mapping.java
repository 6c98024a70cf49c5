package adsync.mapping;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.scim.ScimResource;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * From a user of the directory to the resource that the provider should have. It is a table: a SCIM path, the directory
 * attributes that fill it, and the form the value takes. A value that cannot be mapped is left out and noted; no user
 * makes it fail. Immutable, and usable from any thread.
 */
public final class Mapping {

    /** Grows when a form makes other values of the same attributes, so that every user is compared anew. */
    private static final String VERSION = "1";

    /** The elements that a provider shows first. */
    private static final Set<String> PRIMARY = Set.of("emails[type eq \"work\"]", "phoneNumbers[type eq \"work\"]");

    private final String extension;
    private final List<Rule> rules;
    private final List<Place> places;
    private final Set<String> multiValued;
    private final boolean managers;

    /** Where the value of a rule goes, worked out once instead of for each user. */
    private record Place(Rule rule, String path, boolean primary) {}

    private Mapping(String extension, List<Rule> table) {
        this.extension = extension;
        this.rules = table.stream().filter(Rule::on).toList();
        this.places = rules.stream()
                .map(rule -> new Place(
                        rule,
                        rule.target().scimPath(extension),
                        PRIMARY.contains(rule.target().toString())))
                .toList();
        this.multiValued = table.stream()
                .filter(rule -> rule.target().type() != null || rule.form().multiValued())
                .map(rule -> rule.target().scimPath(extension))
                .collect(Collectors.toUnmodifiableSet());
        this.managers = rules.stream().anyMatch(rule -> rule.form() == Form.MANAGER);
    }

    /** The standard table with an administrator's choices. */
    public static Mapping standard(MappingOptions options) {
        Map<String, Rule> table = new LinkedHashMap<>();
        StandardTable.RULES.forEach(rule -> table.put(rule.target().toString(), rule));
        options.choices().forEach((path, choice) -> {
            Target target = Target.parse(path, options.extension());
            Rule standard = MappingOptions.find(target);
            if (standard == null) {
                throw new IllegalArgumentException("mapping: no row for " + path);
            }
            table.put(target.toString(), chosen(standard, choice));
        });
        return new Mapping(options.extension(), List.copyOf(table.values()));
    }

    private static Rule chosen(Rule standard, Choice choice) {
        return switch (choice) {
            case Choice.Attribute attribute -> standard.from(new Transform.First(List.of(attribute.name())));
            case Transform transform -> standard.from(transform);
            case Choice.Switch position -> standard.withSwitch(position == Choice.Switch.ON);
        };
    }

    /** The URN of the schema that our own attributes are sent under. */
    public String extension() {
        return extension;
    }

    /** The directory attributes it needs, in any letter case; what identifies and places an object is not among them. */
    public SortedSet<String> attributes() {
        SortedSet<String> attributes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        rules.forEach(rule -> attributes.addAll(rule.attributes()));
        return Collections.unmodifiableSortedSet(attributes);
    }

    /**
     * What the provider should have.
     *
     * @param managerId the provider's id of the user that {@link #manager} names; empty if the provider does not have
     *     that user (yet), and then the resource has no manager
     * @param now decides whether the account has expired
     */
    public Mapped resource(Image image, Optional<String> managerId, Instant now) {
        List<MappingNote> notes = new ArrayList<>();
        Assembly assembly = new Assembly();
        for (Place place : places) {
            Rule rule = place.rule();
            Object value = rule.form().make(new Reading(image, managerId, now, rule, notes));
            if (value != null) {
                assembly.put(rule.target(), place.path(), value, place.primary());
            }
        }
        SortedMap<String, Object> values = assembly.values();
        return values.containsKey("userName")
                ? new Mapped.User(new ScimResource(values), notes)
                : new Mapped.Refused("has no login: " + loginAttributes(), notes);
    }

    private String loginAttributes() {
        return rules.stream()
                .filter(rule -> rule.target().path().equals("userName"))
                .flatMap(rule -> rule.attributes().stream())
                .collect(Collectors.joining(" and ", "nothing usable in ", ""));
    }

    /** Who the manager is; empty if there is none, or if managers are not mapped. */
    public Optional<ObjectGuid> manager(Image image) {
        return managers ? image.values("manager").stream().findFirst().map(Mapping::guid) : Optional.empty();
    }

    private static @Nullable ObjectGuid guid(String text) {
        try {
            return ObjectGuid.parse(text);
        } catch (IllegalArgumentException e) {
            return null; // not resolved by the directory: as good as no manager
        }
    }

    /**
     * When the account stops being active although nobody changes it in the directory; empty for never. Whoever ships
     * users has to look at them again then.
     */
    public Optional<Instant> expiry(Image image) {
        return Account.expiry(image);
    }

    /** Whether a resource tells where its user is in the directory: then a container's new name changes it. */
    public boolean names() {
        return rules.stream().anyMatch(rule -> rule.form() == Form.DISTINGUISHED_NAME);
    }

    /** Whether a path of a resource is ours to fill. */
    public boolean maps(String path) {
        return rules.stream().anyMatch(rule -> rule.target().scimPath(extension).equals(path));
    }

    /** The directory attributes that may fill a path of a resource. */
    public SortedSet<String> sources(String path) {
        SortedSet<String> sources = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        rules.stream()
                .filter(rule -> rule.target().scimPath(extension).equals(path))
                .forEach(rule -> sources.addAll(rule.attributes()));
        return Collections.unmodifiableSortedSet(sources);
    }

    /** The path that tells whether the password must be changed at the next logon; empty if none does. */
    public Optional<String> mustChangePassword() {
        return rules.stream()
                .filter(rule -> rule.form() == Form.MUST_CHANGE_PASSWORD)
                .map(rule -> rule.target().scimPath(extension))
                .findFirst();
    }

    /** Whether a path of a resource holds a list, so that clearing it means an empty one. */
    public boolean multiValued(String path) {
        return multiValued.contains(path);
    }

    /** Equal only for mappings that make the same of every user: 16 hexadecimal digits. */
    public String fingerprint() {
        String text = VERSION + "\n" + extension + "\n"
                + rules.stream()
                        .map(rule -> rule.target() + " " + rule.form().name() + " " + rule.source())
                        .sorted()
                        .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The values of one resource as they come in, and the elements of its lists as they fill. */
    private static final class Assembly {

        private final SortedMap<String, Object> values = new TreeMap<>();
        private final Map<String, SortedMap<String, SortedMap<String, Object>>> elements = new TreeMap<>();

        void put(Target target, String path, Object value, boolean primary) {
            String type = target.type();
            if (type == null) {
                values.put(path, value);
                return;
            }
            SortedMap<String, Object> element = elements.computeIfAbsent(path, key -> new TreeMap<>())
                    .computeIfAbsent(type, key -> new TreeMap<>(Map.of("type", type)));
            element.put(target.part(), value);
            if (primary) {
                element.put("primary", true);
            }
        }

        SortedMap<String, Object> values() {
            elements.forEach((path, byType) -> values.put(
                    path,
                    byType.values().stream()
                            .map(Collections::unmodifiableSortedMap)
                            .toList()));
            return values;
        }
    }
}
