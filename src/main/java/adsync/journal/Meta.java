package adsync.journal;

import java.sql.SQLException;
import java.util.Optional;

/** Single facts. */
final class Meta {

    private static final String HELD_ACCOUNTS = "provider_held_accounts";

    private static final String GET = "SELECT value FROM meta WHERE name = ?";

    private static final String ADD = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";

    private Meta() {}

    static Optional<Boolean> providerHeldAccounts(Session session) throws SQLException {
        return Optional.ofNullable(session.first(GET, row -> row.text("value"), HELD_ACCOUNTS))
                .map(Boolean::valueOf);
    }

    /** The first answer counts: later ones would see our own accounts. */
    static void rememberProviderHeldAccounts(Session session, boolean held) throws SQLException {
        session.run(ADD, HELD_ACCOUNTS, Boolean.toString(held));
    }
}
