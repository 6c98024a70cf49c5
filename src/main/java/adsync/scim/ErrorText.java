package adsync.scim;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes one line of an error answer of any shape (RFC 7644 3.12 asks for one shape; few keep to it). */
final class ErrorText {

    private static final Pattern TITLE = Pattern.compile("<title", Pattern.CASE_INSENSITIVE);

    /** Ends at the next tag too: of a page of nothing but beginnings, none is searched to the end of the page. */
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");

    private final Redaction redaction;

    ErrorText(Redaction redaction) {
        this.redaction = redaction;
    }

    /** For example {@code 409 uniqueness: 'alice' is taken}. */
    String of(Reply.Answer answer) {
        return answer.status() + describe(answer);
    }

    /** Where a redirect leads, without its query, which may hold a token. */
    String location(Reply.Answer answer) {
        String location = Objects.requireNonNullElse(answer.headers().get(HttpHeaders.LOCATION), "nowhere");
        return redaction.clean(location.replaceFirst("[?#].*", ""));
    }

    private String describe(Reply.Answer answer) {
        if (answer.isPage()) {
            return " page " + '"' + title(answer.body()) + '"';
        }
        JsonObject error = answer.json();
        String kind = first(error, "scimType", "error", "code");
        String prose = first(error, "detail", "error_description", "errorMessage", "message", "title");
        String text = prose == null && kind == null
                ? redaction.clean(answer.body())
                : redaction.clean(Stream.of(kind, prose)
                        .filter(part -> part != null && !part.isBlank())
                        .collect(Collectors.joining(": ")));
        return text.isEmpty() ? "" : ' ' + text;
    }

    private String title(Buffer page) {
        String html = page.getString(0, Math.min(page.length(), 64 * 1024));
        Matcher title = TITLE.matcher(html);
        String part = title.find() ? html.substring(title.start()).split("</", 2)[0] : html;
        return redaction.clean(TAG.matcher(part).replaceAll(" "));
    }

    private static @Nullable String first(JsonObject error, String... names) {
        return Stream.of(names)
                .map(name -> Body.text(error, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
