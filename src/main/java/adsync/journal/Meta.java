package adsync.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single facts. */
final class Meta {

    private static final String HELD_ACCOUNTS = "provider_held_accounts";

    private static final String AUDIT_WRITTEN = "audit_written";

    private static final String MAPPING = "mapping";

    private static final String PASSWORDS_SINCE = "passwords_since";

    private static final String GET = "SELECT value FROM meta WHERE name = ?";

    private static final String ADD = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";

    private static final String PUT =
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    private Meta() {}

    /** The last audit record that is safe elsewhere. */
    static long auditWritten(Session session) throws SQLException {
        String value = session.first(GET, row -> row.text("value"), AUDIT_WRITTEN);
        return value == null ? 0 : Long.parseLong(value);
    }

    static void rememberAuditWritten(Session session, long upTo) throws SQLException {
        session.run(PUT, AUDIT_WRITTEN, Long.toString(upTo));
    }

    /** The fingerprint of the mapping that all is shipped with; null in a new journal. */
    static @Nullable String mapping(Session session) throws SQLException {
        return session.first(GET, row -> row.text("value"), MAPPING);
    }

    static void rememberMapping(Session session, String fingerprint) throws SQLException {
        session.run(PUT, MAPPING, fingerprint);
    }

    static Optional<Boolean> providerHeldAccounts(Session session) throws SQLException {
        return Optional.ofNullable(session.first(GET, row -> row.text("value"), HELD_ACCOUNTS))
                .map(Boolean::valueOf);
    }

    /** The first answer counts: later ones would see our own accounts. */
    static void rememberProviderHeldAccounts(Session session, boolean held) throws SQLException {
        session.run(ADD, HELD_ACCOUNTS, Boolean.toString(held));
    }

    /** Since when a changed password without an event is a gap; empty if passwords were never followed. */
    static Optional<Instant> passwordsSince(Session session) throws SQLException {
        return Optional.ofNullable(session.first(GET, row -> row.text("value"), PASSWORDS_SINCE))
                .map(Instant::parse);
    }

    /** The first one counts. */
    static void rememberPasswordsSince(Session session, Instant since) throws SQLException {
        session.run(ADD, PASSWORDS_SINCE, since.toString());
    }
}
