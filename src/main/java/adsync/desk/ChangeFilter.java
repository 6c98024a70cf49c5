package adsync.desk;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Which changes somebody wants to see.
 *
 * @param who a part of the distinguished name in any letter case, or the objectGUID; empty for everybody
 * @param kinds the words of the kinds; empty for all
 * @param outcomes the words of the outcomes; empty for all
 * @param correlationId of one change; empty for all
 */
public record ChangeFilter(String who, Set<String> kinds, Set<String> outcomes, String correlationId) {

    public ChangeFilter {
        who = who.toLowerCase(Locale.ROOT);
        kinds = Set.copyOf(kinds);
        outcomes = Set.copyOf(outcomes);
    }

    /** Everything. */
    public static final ChangeFilter ALL = new ChangeFilter("", Set.of(), Set.of(), "");

    /**
     * Reads {@code who} and {@code correlationId}, texts, and {@code kinds} and {@code outcomes}, lists of words. All may be left
     * out.
     *
     * @throws BadQuestionException if one of them is something else
     */
    public static ChangeFilter of(JsonObject asked) {
        return new ChangeFilter(
                text(asked, "who"), words(asked, "kinds"), words(asked, "outcomes"), text(asked, "correlationId"));
    }

    private static String text(JsonObject asked, String key) {
        if (asked.getValue(key, "") instanceof String text) {
            return text.strip();
        }
        throw new BadQuestionException(key + " must be a text");
    }

    private static Set<String> words(JsonObject asked, String key) {
        Set<String> words = new HashSet<>();
        if (!(asked.getValue(key, new JsonArray()) instanceof JsonArray list)) {
            throw new BadQuestionException(key + " must be a list of words");
        }
        for (Object one : list) {
            if (!(one instanceof String word)) {
                throw new BadQuestionException(key + " must be a list of words");
            }
            words.add(word);
        }
        return words;
    }

    /** Whether an event is wanted. */
    public boolean matches(ChangeEvent event) {
        return (correlationId.isEmpty() || correlationId.equals(event.correlationId()))
                && (kinds.isEmpty() || kinds.contains(event.kind()))
                && (outcomes.isEmpty() || outcomes.contains(event.outcome()))
                && (who.isEmpty()
                        || event.objectGuid().equalsIgnoreCase(who)
                        || event.dn().toLowerCase(Locale.ROOT).contains(who));
    }
}
