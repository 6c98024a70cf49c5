package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Single facts. */
final class Meta {

    private static final String HELD_ACCOUNTS = "provider_held_accounts";

    private static final String PROVIDER_URL = "provider_url";

    private static final String PROVIDER_ORGANIZATION = "provider_organization";

    private static final String AUDIT_WRITTEN = "audit_written";

    private static final String MAPPING = "mapping";

    /** Followed by the number of a naming context. */
    private static final String RECONCILE = "reconcile_requested:";

    private static final String REQUEST_RECONCILE = """
            INSERT INTO meta (name, value) SELECT ? || id, '' FROM naming_context WHERE TRUE
            ON CONFLICT (name) DO NOTHING
            """;

    private static final String RECONCILE_REQUESTED = """
            SELECT count(*) FROM meta WHERE name = ? || (SELECT id FROM naming_context WHERE guid = ?)
            """;

    private static final String RECONCILE_BEGUN = "DELETE FROM meta WHERE name = ?";

    /** Followed by the identity of a database. */
    private static final String HIGHEST_USN = "highest_usn:";

    /** Followed by the name of a domain controller in lower case. */
    private static final String INVOCATION = "invocation:";

    /** Followed by the identity of a naming context. */
    private static final String MISSING = "missing:";

    /** Followed by the identity of a naming context. */
    private static final String TRACELESS = "traceless:";

    private static final String COMPARISON = "comparison";

    private static final String LAST_COMPARISON = "comparison_complete";

    private static final String SHIPS_GROUPS = "ships_groups";

    private static final String PASSWORDS_SINCE = "passwords_since";

    private static final String CLOCK = "clock";

    private static final String GET = "SELECT value FROM meta WHERE name = ?";

    private static final String ADD = "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING";

    private static final String PUT =
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    /** The second is for journals that are older than the first. */
    private static final String PROVIDER_ANSWERED =
            "SELECT EXISTS (SELECT 1 FROM meta WHERE name = ?) OR EXISTS (SELECT 1 FROM link)";

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

    /** The comparison with the provider that was begun last; null if there was none. */
    static @Nullable String comparison(Session session) throws SQLException {
        return session.first(GET, row -> row.text("value"), COMPARISON);
    }

    /** The comparison with the provider that came to its end last; null if none did. */
    static @Nullable String lastComparison(Session session) throws SQLException {
        return session.first(GET, row -> row.text("value"), LAST_COMPARISON);
    }

    static void rememberComparison(Session session, String comparison, boolean complete) throws SQLException {
        session.run(PUT, COMPARISON, comparison);
        if (complete) {
            session.run(PUT, LAST_COMPARISON, comparison);
        }
    }

    /** Whether groups are shipped. */
    static boolean shipsGroups(Session session) throws SQLException {
        return Boolean.parseBoolean(session.first(GET, row -> row.text("value"), SHIPS_GROUPS));
    }

    static void rememberShipsGroups(Session session, boolean shipped) throws SQLException {
        session.run(PUT, SHIPS_GROUPS, Boolean.toString(shipped));
    }

    /**
     * Whose accounts are known; empty in a new journal, in one that is older than this question, and as long as the provider never
     * answered: one that is asked first of all cannot have been sent anything, so its address may be a mistake.
     */
    static Optional<ProviderIdentity> provider(Session session) throws SQLException {
        String url = session.first(GET, row -> row.text("value"), PROVIDER_URL);
        String organization = session.first(GET, row -> row.text("value"), PROVIDER_ORGANIZATION);
        return url == null || organization == null || session.number(PROVIDER_ANSWERED, HELD_ACCOUNTS) == 0
                ? Optional.empty()
                : Optional.of(new ProviderIdentity(url, organization));
    }

    static void rememberProvider(Session session, ProviderIdentity provider) throws SQLException {
        session.run(PUT, PROVIDER_URL, provider.url());
        session.run(PUT, PROVIDER_ORGANIZATION, provider.organization());
    }

    static Optional<Boolean> providerHeldAccounts(Session session) throws SQLException {
        return Optional.ofNullable(session.first(GET, row -> row.text("value"), HELD_ACCOUNTS))
                .map(Boolean::valueOf);
    }

    /** The first answer counts: later ones would see our own accounts. */
    static void rememberProviderHeldAccounts(Session session, boolean held) throws SQLException {
        session.run(ADD, HELD_ACCOUNTS, Boolean.toString(held));
    }

    /** The highest update sequence number that was seen of a domain controller's database; 0 if it was never read. */
    static long highestUsn(Session session, UUID invocationId) throws SQLException {
        String value = session.first(GET, row -> row.text("value"), HIGHEST_USN + invocationId);
        return value == null ? 0 : Long.parseLong(value);
    }

    static void rememberHighestUsn(Session session, UUID invocationId, long usn) throws SQLException {
        session.run(PUT, HIGHEST_USN + invocationId, Long.toString(usn));
    }

    static KnownController controller(Session session, String host, UUID invocationId) throws SQLException {
        String last = session.first(GET, row -> row.text("value"), INVOCATION + host.toLowerCase(Locale.ROOT));
        return new KnownController(Optional.ofNullable(last).map(UUID::fromString), highestUsn(session, invocationId));
    }

    /** The database of a domain controller from which something is kept. */
    static void rememberInvocation(Session session, String host, UUID invocationId) throws SQLException {
        session.run(PUT, INVOCATION + host.toLowerCase(Locale.ROOT), invocationId.toString());
    }

    /** What a naming context was enumerated without; a value of another form says nothing. */
    static UpToDateVector missing(Session session, ObjectGuid namingContext) throws SQLException {
        String value = session.first(GET, row -> row.text("value"), MISSING + namingContext);
        try {
            return value == null ? UpToDateVector.NONE : UpToDateVector.parse(value);
        } catch (IllegalArgumentException e) {
            return UpToDateVector.NONE;
        }
    }

    static void rememberMissing(Session session, ObjectGuid namingContext, UpToDateVector missing) throws SQLException {
        session.run(PUT, MISSING + namingContext, missing.toString());
    }

    /** Whether objects may be gone from a naming context without a tombstone, since it was enumerated last. */
    static boolean traceless(Session session, ObjectGuid namingContext) throws SQLException {
        return Boolean.parseBoolean(session.first(GET, row -> row.text("value"), TRACELESS + namingContext));
    }

    static void rememberTraceless(Session session, ObjectGuid namingContext, boolean traceless) throws SQLException {
        session.run(PUT, TRACELESS + namingContext, Boolean.toString(traceless));
    }

    /** Asks for it once for each naming context that we follow. */
    static void requestReconcile(Session session) throws SQLException {
        session.run(REQUEST_RECONCILE, RECONCILE);
    }

    static boolean reconcileRequested(Session session, ObjectGuid namingContext) throws SQLException {
        return session.number(RECONCILE_REQUESTED, RECONCILE, namingContext) > 0;
    }

    /** What was asked for before is being done now. */
    static void reconcileBegun(Session session, long namingContext) throws SQLException {
        session.run(RECONCILE_BEGUN, RECONCILE + namingContext);
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

    /** What time it was when work was looked for, about a minute ago at most; the epoch in a new journal. */
    static Instant clock(Session session) throws SQLException {
        String value = session.first(GET, row -> row.text("value"), CLOCK);
        return value == null ? Instant.EPOCH : Instant.parse(value);
    }

    static void rememberClock(Session session, Instant now) throws SQLException {
        session.run(PUT, CLOCK, now.toString());
    }
}
