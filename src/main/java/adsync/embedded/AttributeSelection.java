package adsync.embedded;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes a request asks for. Names that the schema does not know are passed over in silence.
 *
 * @param everything all that is stored, and both ends of links
 * @param named asked for by name, with the range of values wanted; null stands for all values
 */
record AttributeSelection(boolean everything, Map<AttributeType, @Nullable Range> named) {

    private static final Pattern RANGE = Pattern.compile("range=(\\d{1,9})-(\\d{1,9}|\\*)", Pattern.CASE_INSENSITIVE);

    /**
     * A window of values (MS-ADTS 3.1.1.3.1.3.3).
     *
     * @param last the index of the last one wanted; {@link Integer#MAX_VALUE} for all that remain
     */
    record Range(int first, int last) {}

    static AttributeSelection of(List<String> requested) {
        Map<AttributeType, @Nullable Range> named = new LinkedHashMap<>();
        boolean everything = requested.isEmpty();
        for (String word : requested) {
            if (word.equals("*")) {
                everything = true;
            }
            String[] parts = word.split(";", 2);
            AttributeType type = Schema.find(parts[0]);
            if (type != null) {
                named.put(type, parts.length > 1 ? range(parts[1]) : null);
            }
        }
        return new AttributeSelection(everything, named);
    }

    private static @Nullable Range range(String option) {
        Matcher matcher = RANGE.matcher(option.toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return null;
        }
        int last = matcher.group(2).equals("*") ? Integer.MAX_VALUE : Integer.parseInt(matcher.group(2));
        return new Range(Integer.parseInt(matcher.group(1)), last);
    }

    boolean wants(AttributeType type) {
        return named.containsKey(type) || (everything && !type.is(Trait.CONSTRUCTED));
    }
}
