package adsync.journal;

import adsync.journal.Shadows.Known;
import java.sql.SQLException;
import java.util.Optional;

/** The accounts we know at the provider. */
final class Links {

    private static final String PUT = """
            INSERT INTO link (object, provider_id, acknowledged) VALUES (?, ?, ?)
            ON CONFLICT (object) DO UPDATE
            SET provider_id = excluded.provider_id, acknowledged = excluded.acknowledged
            """;

    private static final String DELETE = "DELETE FROM link WHERE object = ?";

    /** Another account has none of the passwords that the one before had. */
    private static final String FORGET_PASSWORD = "DELETE FROM password_sent WHERE object = ?";

    private final Session session;

    Links(Session session) {
        this.session = session;
    }

    void put(Known known, Link link) throws SQLException {
        if (known.linked() && !link.providerId().equals(known.providerId())) {
            session.run(FORGET_PASSWORD, known.id());
        }
        session.run(PUT, known.id(), link.providerId(), Json.ofTexts(link.acknowledged()));
        session.tally().links(known.linked() ? 0 : 1);
    }

    void delete(long object) throws SQLException {
        session.run(FORGET_PASSWORD, object);
        session.tally().links(-session.run(DELETE, object));
    }

    /** Reads the columns {@code provider_id} and {@code acknowledged}, which are empty if there is no account. */
    static Optional<Link> read(Row row) throws SQLException {
        String providerId = row.textOrNull("provider_id");
        return providerId == null
                ? Optional.empty()
                : Optional.of(new Link(providerId, Json.texts(row.text("acknowledged"))));
    }
}
