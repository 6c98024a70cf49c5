package adsync.desk;

import adsync.change.Image;
import adsync.change.Shadow;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Who of those we know is called so. Reads {@code text}: a part of a name, login, mail address or place, or a whole
 * distinguished name or objectGUID; and {@code limit}.
 */
public final class Search implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "search";

    private static final int FIRST = 25;
    private static final int SHORTEST = 2;

    /** Among them is whoever has the whole name, unless it is a very common part of others. */
    private static final int MOST_SIMILAR = 200;

    private final Journal journal;

    /** Searches this one. */
    public Search(Journal journal) {
        this.journal = journal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        String text = Asked.text(asked, "text");
        int limit = Asked.limit(asked, FIRST);
        if (text.length() < SHORTEST) {
            return Future.failedFuture(new BadQuestionException("text must have " + SHORTEST + " characters or more"));
        }
        return journal.find(text, limit)
                .compose(found -> found.isEmpty()
                        ? journal.search(text, limit + 1)
                        : journal.shadows(found).map(shadows -> List.copyOf(shadows.values())))
                .map(shadows -> Answer.of(
                        new JsonObject().put("more", shadows.size() > limit).put("people", people(shadows, limit))));
    }

    /** Who is called alike, as far as that is of help. */
    static Future<List<Shadow>> similar(Journal journal, String text) {
        return text.length() < SHORTEST ? Future.succeededFuture(List.of()) : journal.search(text, MOST_SIMILAR);
    }

    /** Whether it is the whole name of somebody: displayName, or the name of the object. */
    static boolean isNamed(Shadow shadow, String name) {
        Image image = shadow.image();
        return objectName(image).equalsIgnoreCase(name)
                || image.values("displayName").stream().anyMatch(name::equalsIgnoreCase);
    }

    static JsonArray people(List<Shadow> shadows, int limit) {
        var people = new JsonArray();
        shadows.stream().limit(limit).map(Search::person).forEach(people::add);
        return people;
    }

    private static JsonObject person(Shadow shadow) {
        Image image = shadow.image();
        return new JsonObject()
                .put("objectGUID", image.objectGuid().toString())
                .put("dn", image.dn())
                .put("name", first(image, "displayName", objectName(image)))
                .put("login", first(image, "userPrincipalName", first(image, "sAMAccountName", "")))
                .put("mail", first(image, "mail", ""))
                .put("inScope", shadow.present());
    }

    private static String objectName(Image image) {
        return image.rdn().replaceFirst("^[^=]*=", "");
    }

    private static String first(Image image, String attribute, String otherwise) {
        return image.values(attribute).stream().findFirst().orElse(otherwise);
    }
}
