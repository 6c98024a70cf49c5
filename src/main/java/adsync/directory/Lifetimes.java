package adsync.directory;

import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.time.Duration;

/** How long the forest remembers what was deleted (MS-ADTS 3.1.1.5.5, 6.1.1.2.4.1.1). */
final class Lifetimes {

    private static final String TOMBSTONE = "tombstoneLifetime";
    private static final String DELETED_OBJECT = "msDS-DeletedObjectLifetime";
    private static final int DAYS_IF_ABSENT = 60;
    private static final Control[] NO_CONTROLS = {};

    private Lifetimes() {}

    static Duration read(Session session, String configurationNamingContext) {
        String name = "CN=Directory Service,CN=Windows NT,CN=Services," + configurationNamingContext;
        return session.read(name, NO_CONTROLS, TOMBSTONE, DELETED_OBJECT)
                .map(Lifetimes::shortest)
                .orElse(Duration.ofDays(DAYS_IF_ABSENT));
    }

    private static Duration shortest(SearchResultEntry entry) {
        long tombstone = days(entry, TOMBSTONE, DAYS_IF_ABSENT);
        return Duration.ofDays(Math.min(tombstone, days(entry, DELETED_OBJECT, tombstone)));
    }

    private static long days(SearchResultEntry entry, String attribute, long otherwise) {
        Long days = entry.getAttributeValueAsLong(attribute);
        return days == null || days <= 0 ? otherwise : days;
    }
}
