package adsync.journal;

import adsync.change.NamingContext;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The naming contexts that objects and groups belong to. */
final class NamingContexts {

    private static final String FIND = "SELECT id FROM naming_context WHERE guid = ? AND dn = ?";

    private static final String PUT = """
            INSERT INTO naming_context (guid, dn) VALUES (?, ?)
            ON CONFLICT (guid) DO UPDATE SET dn = excluded.dn
            """;

    private static final String ALL = "SELECT id, dn FROM naming_context";

    /** No naming context has this number. */
    static final long NONE = 0;

    private final Session session;

    NamingContexts(Session session) {
        this.session = session;
    }

    /** A naming context that we know. */
    record Domain(long id, String dn) {

        private boolean holds(String lowerCaseDn) {
            return lowerCaseDn.endsWith("," + dn.toLowerCase(Locale.ROOT));
        }
    }

    /** The number of a naming context; adds one that is new. */
    long put(NamingContext context) throws SQLException {
        Long known = session.first(FIND, row -> row.number("id"), context.guid(), context.dn());
        if (known == null) {
            session.run(PUT, context.guid(), context.dn());
            return session.number(FIND, context.guid(), context.dn());
        }
        return known;
    }

    List<Domain> all() throws SQLException {
        return session.list(ALL, row -> new Domain(row.number("id"), row.text("dn")));
    }

    /** The number of the one that an object lives in, the innermost if one lies in another; {@link #NONE} if it is unknown. */
    static long of(String dn, List<Domain> domains) {
        String lower = dn.toLowerCase(Locale.ROOT);
        return domains.stream()
                .filter(domain -> domain.holds(lower))
                .max(Comparator.comparingInt(domain -> domain.dn().length()))
                .map(Domain::id)
                .orElse(NONE);
    }
}
