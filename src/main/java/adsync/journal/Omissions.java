package adsync.journal;

import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users who are left out. */
final class Omissions {

    private static final String PUT = """
            INSERT INTO omission (naming_context, object, cause) VALUES (?, ?, ?)
            ON CONFLICT (naming_context, object) DO UPDATE SET cause = excluded.cause
            """;

    private static final String END = "DELETE FROM omission WHERE naming_context = ? AND object = ?";

    private static final String OF_CONTEXT = """
            SELECT o.object AS object, o.cause AS cause
            FROM omission o JOIN naming_context n ON n.id = o.naming_context WHERE n.guid = ? ORDER BY o.object
            """;

    private static final String CAUSE = "SELECT cause FROM omission WHERE object = ?";

    private final Session session;

    Omissions(Session session) {
        this.session = session;
    }

    /** In the order in which a page says it. */
    void change(long namingContext, List<Omission> omissions) throws SQLException {
        for (Omission omission : omissions) {
            if (omission.cause().isPresent()) {
                session.run(
                        PUT,
                        namingContext,
                        omission.objectGuid(),
                        omission.cause().get());
            } else {
                session.run(END, namingContext, omission.objectGuid());
            }
        }
    }

    Map<ObjectGuid, String> of(ObjectGuid namingContext) throws SQLException {
        Map<ObjectGuid, String> causes = new LinkedHashMap<>();
        session.list(OF_CONTEXT, row -> causes.put(row.guid("object"), row.text("cause")), namingContext);
        return causes;
    }

    Optional<String> cause(ObjectGuid object) throws SQLException {
        return Optional.ofNullable(session.first(CAUSE, row -> row.text("cause"), object));
    }
}
