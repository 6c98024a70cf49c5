package adsync.journal;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which objects refer to which: the manager of a user. */
final class References {

    private static final String ATTRIBUTE = "manager";

    private static final String GUID = "00000000-0000-0000-0000-000000000000";

    private static final String TARGETS = "SELECT target FROM reference WHERE source = ? ORDER BY target";

    private static final String ADD = "INSERT INTO reference (target, source) VALUES (?, ?)";

    private static final String CLEAR = "DELETE FROM reference WHERE source = ?";

    private static final String ACCOUNTS = """
            SELECT t.guid AS guid, l.provider_id AS provider_id
            FROM reference r JOIN object t ON t.guid = r.target JOIN link l ON l.object = t.id
            WHERE r.source = ? AND t.presence = 'PRESENT'
            """;

    private static final String SOURCES = """
            SELECT o.id AS id, o.guid AS guid
            FROM reference r JOIN object o ON o.id = r.source
            WHERE r.target = ? AND o.presence = 'PRESENT' AND o.guid <> r.target AND r.source > ?
            ORDER BY r.source LIMIT 500
            """;

    private static final String PAGE = """
            SELECT o.guid AS guid
            FROM reference r JOIN object o ON o.id = r.source
            WHERE r.target = ? AND o.presence = 'PRESENT' AND o.guid <> r.target
              AND r.source > coalesce((SELECT id FROM object WHERE guid = ?), 0)
            ORDER BY r.source LIMIT ?
            """;

    /** No object has it. */
    private static final ObjectGuid NOBODY = new ObjectGuid(new UUID(0, 0));

    private final Session session;

    References(Session session) {
        this.session = session;
    }

    /** An object that refers to another one. */
    record Referrer(long id, ObjectGuid guid) {}

    /** What an image refers to, itself left out; a value that is no objectGUID refers to nothing. */
    static List<ObjectGuid> of(Image image) {
        return image.values(ATTRIBUTE).stream()
                .filter(References::isGuid)
                .map(ObjectGuid::parse)
                .filter(target -> !target.equals(image.objectGuid()))
                .distinct()
                .sorted()
                .toList();
    }

    void add(long source, List<ObjectGuid> targets) throws SQLException {
        for (ObjectGuid target : targets) {
            session.run(ADD, target, source);
        }
    }

    void change(long source, List<ObjectGuid> targets) throws SQLException {
        List<ObjectGuid> known = session.list(TARGETS, row -> row.guid("target"), source);
        if (!new TreeSet<>(known).equals(new TreeSet<>(targets))) {
            session.run(CLEAR, source);
            add(source, targets);
        }
    }

    /** Provider ids of the present objects with an account that an object refers to. */
    Map<ObjectGuid, String> accounts(long source) throws SQLException {
        return session.list(ACCOUNTS, row -> Map.entry(row.guid("guid"), row.text("provider_id")), source).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Some of the present objects that refer to this one, those behind one; none if there are no more. */
    List<Referrer> sources(ObjectGuid target, long after) throws SQLException {
        return session.list(SOURCES, row -> new Referrer(row.number("id"), row.guid("guid")), target, after);
    }

    /** Some of the present objects that refer to this one, those behind another one of them. */
    List<ObjectGuid> referrers(ObjectGuid target, @Nullable ObjectGuid after, int limit) throws SQLException {
        return session.list(PAGE, row -> row.guid("guid"), target, after == null ? NOBODY : after, limit);
    }

    private static boolean isGuid(String value) {
        if (value.length() != GUID.length()) {
            return false;
        }
        for (int i = 0; i < GUID.length(); i++) {
            boolean dash = GUID.charAt(i) == '-';
            if (dash ? value.charAt(i) != '-' : Character.digit(value.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }
}
