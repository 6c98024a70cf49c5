package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.Filter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a test of a filter and refuses what an image cannot answer. */
final class FilterReader {

    private static final String BIT_AND = "1.2.840.113556.1.4.803";
    private static final String BIT_OR = "1.2.840.113556.1.4.804";
    private static final Pattern ATTRIBUTE_NAME = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    /** An image holds their values as objectGUIDs. */
    private static final Set<String> REFERENCES = Set.of(
            "objectguid",
            "manager",
            "secretary",
            "assistant",
            "owner",
            "seealso",
            "roleoccupant",
            "altrecipient",
            "publicdelegates",
            "homemdb",
            "homemta",
            "msexchdelegatelistlink",
            "msds-assignedauthnpolicy",
            "msds-assignedauthnpolicysilo");

    private final Collection<String> attributes;

    /** The attributes that the filter names are added to {@code attributes}. */
    FilterReader(Collection<String> attributes) {
        this.attributes = attributes;
    }

    ImageTest test(Filter filter) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> ImageTest.all(tests(filter));
            case Filter.FILTER_TYPE_OR -> ImageTest.any(tests(filter));
            case Filter.FILTER_TYPE_NOT -> ImageTest.not(test(Objects.requireNonNull(filter.getNOTComponent())));
            default -> item(filter, attribute(filter));
        };
    }

    private List<ImageTest> tests(Filter filter) {
        return Arrays.stream(filter.getComponents()).map(this::test).toList();
    }

    private ImageTest item(Filter filter, String attribute) {
        attributes.add(attribute);
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_PRESENCE -> ImageTest.present(attribute);
            case Filter.FILTER_TYPE_EQUALITY -> equality(filter, attribute);
            case Filter.FILTER_TYPE_SUBSTRING -> substrings(filter, attribute);
            case Filter.FILTER_TYPE_GREATER_OR_EQUAL ->
                ImageTest.compared(attribute, ordinary(filter, attribute), order -> order >= 0);
            case Filter.FILTER_TYPE_LESS_OR_EQUAL ->
                ImageTest.compared(attribute, ordinary(filter, attribute), order -> order <= 0);
            case Filter.FILTER_TYPE_APPROXIMATE_MATCH ->
                throw refusal(filter, "every directory means something else by ~=", "use = with or without *");
            default -> matchingRule(filter, attribute);
        };
    }

    private static String attribute(Filter filter) {
        String name = filter.getAttributeName();
        if (name == null) {
            throw refusal(filter, "a matching rule needs an attribute", "name the attribute before the colon");
        }
        if (!ATTRIBUTE_NAME.matcher(name).matches()) {
            throw refusal(filter, name + " is no plain attribute name", "use the LDAP display name without options");
        }
        if (ForbiddenAttributes.isCredential(name)) {
            throw refusal(filter, name + " is a credential, which is never read", "select by another attribute");
        }
        if (name.equalsIgnoreCase("memberOf")) {
            throw refusal(
                    filter,
                    name + " is computed by the directory, which does not tell its changes",
                    "name the groups of a service under services, and select a scope by another attribute");
        }
        if (name.equalsIgnoreCase("distinguishedName")) {
            throw refusal(
                    filter,
                    name + " changes without the user being touched",
                    "select places by directory.roots and scope.exclude");
        }
        if (ForbiddenAttributes.isUntold(name)) {
            throw refusal(
                    filter,
                    name + " is computed by each domain controller, which does not tell its changes",
                    "select by another attribute");
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "objectcategory" ->
                throw refusal(filter, name + " is not kept of users", "leave it out: only users are looked at");
            case "anr" ->
                throw refusal(filter, "anr stands for several attributes", "write them out, as in (|(sn=A*)(mail=A*))");
            default -> name;
        };
    }

    private static ImageTest equality(Filter filter, String attribute) {
        String value = assertion(filter);
        if (REFERENCES.contains(attribute.toLowerCase(Locale.ROOT))) {
            return ImageTest.equal(attribute, guid(filter, attribute, value));
        }
        if (ValueDecoder.isSid(attribute)) {
            if (!value.regionMatches(true, 0, "S-1-", 0, 4)) {
                throw refusal(filter, attribute + " is compared as text", "write it as S-1-5-…");
            }
            return ImageTest.equal(attribute, value);
        }
        return ImageTest.equal(attribute, ordinary(filter, attribute));
    }

    private static String guid(Filter filter, String attribute, String value) {
        try {
            return ObjectGuid.parse(value).toString();
        } catch (IllegalArgumentException e) {
            throw refusal(
                    filter,
                    attribute + " is known by objectGUID, not by name",
                    "write the objectGUID, as in (manager=6f9619ff-8b86-d011-b42d-00c04fc964ff)");
        }
    }

    private static ImageTest substrings(Filter filter, String attribute) {
        refuseSpecial(filter, attribute);
        List<String> inner = new ArrayList<>();
        for (byte[] part : filter.getSubAnyBytes()) {
            inner.add(CaseIgnoredText.within(text(filter, part)));
        }
        return ImageTest.like(
                attribute,
                new ImageTest.Substrings(
                        CaseIgnoredText.atStart(text(filter, filter.getSubInitialBytes())),
                        inner,
                        CaseIgnoredText.atEnd(text(filter, filter.getSubFinalBytes()))));
    }

    private static ImageTest matchingRule(Filter filter, String attribute) {
        String rule = filter.getMatchingRuleID();
        if (filter.getDNAttributes()) {
            throw refusal(filter, ":dn: looks at names", "select places by directory.roots and scope.exclude");
        }
        if (rule == null) {
            return equality(filter, attribute);
        }
        if (!rule.equals(BIT_AND) && !rule.equals(BIT_OR)) {
            throw refusal(
                    filter,
                    "the matching rule " + rule + " is not known here",
                    "use " + BIT_AND + " (all bits) or " + BIT_OR + " (any bit); groups, also nested ones, are named"
                            + " under services");
        }
        String mask = ordinary(filter, attribute);
        if (!ImageTest.NUMBER.matcher(mask).matches()) {
            throw refusal(filter, "bits are given as a number", "write it in decimal digits");
        }
        return ImageTest.bits(attribute, new BigInteger(mask), rule.equals(BIT_AND));
    }

    /** The value to compare with, of an attribute that is kept as the text it is. */
    private static String ordinary(Filter filter, String attribute) {
        refuseSpecial(filter, attribute);
        return assertion(filter);
    }

    private static void refuseSpecial(Filter filter, String attribute) {
        if (ValueDecoder.isOctets(attribute)) {
            throw refusal(filter, attribute + " is no text", "ask whether it is there: (" + attribute + "=*)");
        }
        if (ValueDecoder.isSid(attribute) || REFERENCES.contains(attribute.toLowerCase(Locale.ROOT))) {
            throw refusal(filter, attribute + " identifies an object and has no order or parts", "use = or =*");
        }
    }

    private static String assertion(Filter filter) {
        String value = text(filter, filter.getAssertionValueBytes());
        if (value.isBlank()) {
            throw refusal(
                    filter,
                    "an empty value is compared with",
                    "for users who have none, write (!(" + filter.getAttributeName() + "=*))");
        }
        return value;
    }

    private static String text(Filter filter, byte @Nullable [] octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets == null ? new byte[0] : octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal(
                    filter,
                    filter.getAttributeName() + " is compared with octets",
                    "write text: an objectGUID in its usual form, a SID as S-1-5-…");
        }
    }

    private static IllegalArgumentException refusal(Filter filter, String why, String remedy) {
        return new IllegalArgumentException(filter + ": " + why + "; " + remedy);
    }
}
