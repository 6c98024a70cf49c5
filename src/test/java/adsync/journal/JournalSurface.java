package adsync.journal;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Delta;
import adsync.fuzz.Surface;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What a damaged journal holds instead of our JSON. */
public final class JournalSurface implements Surface {

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        UnaryOperator<Map<String, List<String>>> lists = read -> Json.lists(Json.ofLists(read));
        UnaryOperator<Map<String, String>> texts = read -> Json.texts(Json.ofTexts(read));
        UnaryOperator<Map<String, Delta>> deltas = read -> Json.deltas(Json.ofDeltas(read));
        check(text, Json::lists, lists);
        check(text, Json::texts, texts);
        check(text, Json::deltas, deltas);
    }

    private static <T> void check(String text, Function<String, ? extends T> reader, UnaryOperator<T> again) {
        T read;
        try {
            read = reader.apply(text);
        } catch (UncheckedIOException e) {
            return;
        }
        assertThat(again.apply(read)).isEqualTo(read);
    }
}
