package adsync.directory;

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
                OptionalLong end = next(part);
                after = end.isPresent() && end.getAsLong() > next.getAsLong() ? end : after;
            }
            next = after;
        }
        return rest;
    }

    private static List<Attribute> with(SearchResultEntry entry, String name) {
        return entry.getAttributesWithOptions(name, null);
    }

    /** Where the next part begins; empty for the last part, and for an attribute that is whole. */
    static OptionalLong next(Attribute attribute) {
        for (String option : attribute.getOptions()) {
            Matcher range = RANGE.matcher(option);
            if (range.matches() && !"*".equals(range.group(2))) {
                return OptionalLong.of(Long.parseLong(range.group(2)) + 1);
            }
        }
        return OptionalLong.empty();
    }
}
