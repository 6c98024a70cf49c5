package adsync.embedded;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Turns a search filter into a test of objects. Names in it are resolved once, so a test is only good under the lock it
 * was made under or for as long as nobody expunges what it names.
 */
final class Filters {

    private static final String BIT_AND = "1.2.840.113556.1.4.803";
    private static final String BIT_OR = "1.2.840.113556.1.4.804";
    private static final String IN_CHAIN = "1.2.840.113556.1.4.1941";

    private static final List<String> AMBIGUOUS_NAMES =
            List.of("displayName", "givenName", "sn", "sAMAccountName", "proxyAddresses", "physicalDeliveryOfficeName");

    private final Names names;

    Filters(Names names) {
        this.names = names;
    }

    /**
     * @throws LDAPException if a matching rule is not supported
     */
    Predicate<DirectoryObject> test(Filter filter) throws LDAPException {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> {
                List<Predicate<DirectoryObject>> all = tests(filter);
                yield object -> all.stream().allMatch(test -> test.test(object));
            }
            case Filter.FILTER_TYPE_OR -> {
                List<Predicate<DirectoryObject>> any = tests(filter);
                yield object -> any.stream().anyMatch(test -> test.test(object));
            }
            case Filter.FILTER_TYPE_NOT -> negation(filter);
            default -> item(filter);
        };
    }

    private List<Predicate<DirectoryObject>> tests(Filter filter) throws LDAPException {
        List<Predicate<DirectoryObject>> tests = new ArrayList<>();
        for (Filter component : filter.getComponents()) {
            tests.add(test(component));
        }
        return tests;
    }

    /** What cannot be decided does not become true by negation (RFC 4511 4.5.1.7). */
    private Predicate<DirectoryObject> negation(Filter filter) throws LDAPException {
        Filter inner = Objects.requireNonNull(filter.getNOTComponent());
        boolean undecidable = inner.getAttributeName() != null && type(inner) == null && !ambiguous(inner);
        return undecidable ? Filters::never : test(inner).negate();
    }

    private static boolean never(DirectoryObject object) {
        return false;
    }

    private static @Nullable AttributeType type(Filter filter) {
        String name = filter.getAttributeName();
        AttributeType type = name == null ? null : Schema.find(name);
        return type == null || type.is(Trait.SECRET) ? null : type;
    }

    private static boolean ambiguous(Filter filter) {
        return "anr".equalsIgnoreCase(filter.getAttributeName());
    }

    private Predicate<DirectoryObject> item(Filter filter) throws LDAPException {
        if (ambiguous(filter)) {
            return ambiguousName(filter);
        }
        AttributeType type = type(filter);
        if (type == null) {
            return Filters::never;
        }
        byte[] octets = Objects.requireNonNullElse(filter.getAssertionValueBytes(), new byte[0]);
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_PRESENCE -> presence(type);
            case Filter.FILTER_TYPE_EQUALITY, Filter.FILTER_TYPE_APPROXIMATE_MATCH -> equality(type, octets);
            case Filter.FILTER_TYPE_GREATER_OR_EQUAL -> order(type, Texts.of(octets), 1);
            case Filter.FILTER_TYPE_LESS_OR_EQUAL -> order(type, Texts.of(octets), -1);
            case Filter.FILTER_TYPE_SUBSTRING -> substring(type, filter);
            default -> matchingRule(type, filter.getMatchingRuleID(), octets);
        };
    }

    private static Predicate<DirectoryObject> presence(AttributeType type) {
        return object -> !Derived.values(object, type).isEmpty();
    }

    private Predicate<DirectoryObject> equality(AttributeType type, byte[] wanted) throws LDAPException {
        return switch (type.syntax()) {
            case TEXT ->
                type == Schema.OBJECT_CLASS
                        ? object -> object.objectClass().isA(canonicalClass(wanted))
                        : object -> contains(type, object, wanted);
            case NAME, LINK, BACK_LINK -> refersTo(type, Texts.of(wanted));
            case BOOLEAN -> {
                byte[] claim = Texts.octets(Texts.of(wanted).toUpperCase(Locale.ROOT));
                yield object -> contains(type, object, claim);
            }
            case OCTETS -> {
                byte[] sid = type == Schema.OBJECT_SID ? Sid.parse(Texts.of(wanted)) : new byte[0];
                byte[] octets = sid.length == 0 ? wanted : sid;
                yield object -> contains(type, object, octets);
            }
            case INTEGER, TIME -> object -> contains(type, object, wanted);
        };
    }

    private static String canonicalClass(byte[] wanted) {
        ObjectClass named = Schema.findClass(Texts.of(wanted));
        return named == null ? "" : named.name();
    }

    private static boolean contains(AttributeType type, DirectoryObject object, byte[] wanted) {
        return Values.contains(type, Derived.values(object, type), wanted);
    }

    private Predicate<DirectoryObject> refersTo(AttributeType type, String name) throws LDAPException {
        DirectoryObject target = target(type, name);
        if (target == null) {
            return Filters::never;
        }
        if (type == Schema.DISTINGUISHED_NAME) {
            return object -> object == target;
        }
        if (type.link()) {
            return object -> linked(object, type, target);
        }
        if (type.backLink()) {
            AttributeType forward = Schema.attribute(type.partner());
            return object -> linked(target, forward, object);
        }
        byte[] guid = Guid.octets(target.guid());
        return object -> Values.contains(type, object.values(type), guid);
    }

    private @Nullable DirectoryObject target(AttributeType type, String name) throws LDAPException {
        ObjectClass category = type == Schema.OBJECT_CATEGORY ? Schema.findClass(name) : null;
        try {
            return category == null ? names.find(name).object() : names.category(category);
        } catch (LDAPException e) {
            if (e.getResultCode().equals(ResultCode.INVALID_DN_SYNTAX)) {
                return null; // a value that is no name equals no name
            }
            throw e;
        }
    }

    private boolean linked(DirectoryObject source, AttributeType type, DirectoryObject target) {
        Link link = names.links().find(type, source, target);
        return link != null && link.visible();
    }

    private static Predicate<DirectoryObject> order(AttributeType type, String bound, int direction) {
        return object -> {
            for (byte[] value : Derived.values(object, type)) {
                if (compare(type, Texts.of(value), bound) * direction >= 0) {
                    return true;
                }
            }
            return false;
        };
    }

    private static int compare(AttributeType type, String value, String bound) {
        if (type.syntax() != Syntax.INTEGER) {
            return value.compareToIgnoreCase(bound);
        }
        try {
            return Long.compare(Long.parseLong(value), Long.parseLong(bound));
        } catch (NumberFormatException e) {
            return value.compareTo(bound);
        }
    }

    private static Predicate<DirectoryObject> substring(AttributeType type, Filter filter) {
        String initial = lower(filter.getSubInitialString());
        String last = lower(filter.getSubFinalString());
        List<String> inner =
                Arrays.stream(filter.getSubAnyStrings()).map(Filters::lower).toList();
        return object -> {
            for (byte[] value : Derived.values(object, type)) {
                if (matches(Texts.of(value).toLowerCase(Locale.ROOT), initial, inner, last)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static boolean matches(String value, String initial, List<String> inner, String last) {
        if (!value.startsWith(initial)) {
            return false;
        }
        int from = initial.length();
        for (String part : inner) {
            int found = value.indexOf(part, from);
            if (found < 0) {
                return false;
            }
            from = found + part.length();
        }
        return value.length() - last.length() >= from && value.endsWith(last);
    }

    private Predicate<DirectoryObject> ambiguousName(Filter filter) throws LDAPException {
        String start =
                lower(filter.getAssertionValue() == null ? filter.getSubInitialString() : filter.getAssertionValue());
        List<AttributeType> types =
                AMBIGUOUS_NAMES.stream().map(Schema::attribute).toList();
        return object -> types.stream()
                .flatMap(type -> object.values(type).stream())
                .anyMatch(value -> Texts.of(value).toLowerCase(Locale.ROOT).startsWith(start));
    }

    private Predicate<DirectoryObject> matchingRule(AttributeType type, @Nullable String rule, byte[] value)
            throws LDAPException {
        if (rule == null) {
            return equality(type, value);
        }
        return switch (rule) {
            case BIT_AND, BIT_OR -> bits(type, Texts.of(value), rule.equals(BIT_AND));
            case IN_CHAIN -> chain(type, Texts.of(value));
            default ->
                throw Refusal.of(ResultCode.INAPPROPRIATE_MATCHING, "00000057", "LdapErr: matching rule " + rule);
        };
    }

    private static Predicate<DirectoryObject> bits(AttributeType type, String mask, boolean all) {
        long bits;
        try {
            bits = Long.parseLong(mask);
        } catch (NumberFormatException e) {
            return Filters::never;
        }
        return object -> {
            for (byte[] value : Derived.values(object, type)) {
                long common = Long.parseLong(Texts.of(value)) & bits;
                if (all ? common == bits : common != 0) {
                    return true;
                }
            }
            return false;
        };
    }

    private Predicate<DirectoryObject> chain(AttributeType type, String name) throws LDAPException {
        DirectoryObject target = target(type, name);
        if (target == null || (!type.link() && !type.backLink())) {
            return Filters::never;
        }
        return LinkChain.leadingTo(target, type);
    }
}
