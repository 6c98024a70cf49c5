package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All values of an attribute that has more of them than the server puts into one answer (MaxValRange): range retrieval,
 * MS-ADTS 3.1.1.3.1.3.3. The plain attribute then comes without values, beside {@code name;range=0-1499}.
 */
final class RangedValues {

    private static final Pattern RANGE = Pattern.compile("range=(\\d{1,18})-(\\d{1,18}|\\*)", Pattern.CASE_INSENSITIVE);

    /** More than any attribute has of which all values are wanted at once. */
    private static final int MOST = 1_000_000;

    private static final Control[] EXTENDED_DN = {Controls.extendedDn()};

    private final Session session;

    RangedValues(Session session) {
        this.session = session;
    }

    /** The values that follow those in {@code attribute}; none if that has all of them. */
    List<ASN1OctetString> rest(String base, Attribute attribute) {
        List<ASN1OctetString> rest = new ArrayList<>();
        OptionalLong next = next(attribute);
        while (next.isPresent()) {
            String asked = attribute.getBaseName() + ";range=" + next.getAsLong() + "-*";
            OptionalLong after = OptionalLong.empty();
            List<Attribute> answered = session.read(base, EXTENDED_DN, asked)
                    .map(entry -> with(entry, attribute.getBaseName()))
                    .orElse(List.of());
            for (Attribute part : answered) {
                rest.addAll(List.of(part.getRawValues()));
                OptionalLong end = next(session, part);
                after = end.isPresent() && end.getAsLong() > next.getAsLong() ? end : after;
            }
            if (rest.size() > MOST) {
                throw endless(session, attribute);
            }
            next = after;
        }
        return rest;
    }

    private static List<Attribute> with(SearchResultEntry entry, String name) {
        return entry.getAttributesWithOptions(name, null);
    }

    /**
     * Where the part after this one, which was asked for, begins; empty for the last part.
     *
     * @throws DirectoryException if it has no values though there shall be more, which could go on for ever
     */
    static OptionalLong next(Session session, Attribute part) {
        OptionalLong next = next(part);
        if (next.isPresent() && part.getRawValues().length == 0) {
            throw endless(session, part);
        }
        return next;
    }

    private static DirectoryException endless(Session session, Attribute attribute) {
        return new DirectoryException(
                Reason.PROTOCOL, session.server() + ": the values of " + attribute.getBaseName() + " do not end");
    }

    /** Where the next part begins; empty for the last part, and for an attribute that is whole. */
    private static OptionalLong next(Attribute attribute) {
        for (String option : attribute.getOptions()) {
            Matcher range = RANGE.matcher(option);
            if (range.matches() && !"*".equals(range.group(2))) {
                return OptionalLong.of(Long.parseLong(range.group(2)) + 1);
            }
        }
        return OptionalLong.empty();
    }
}
