package adsync.directory;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds whom security identifiers belong to, whatever they are. */
final class SidSearch {

    private static final String SID = "objectSid";
    private static final String CONTROL = "userAccountControl";
    private static final String CREATED = "whenCreated";

    /** ADS_UF_INTERDOMAIN_TRUST_ACCOUNT, ADS_UF_WORKSTATION_TRUST_ACCOUNT and ADS_UF_SERVER_TRUST_ACCOUNT. */
    private static final int MACHINE = 0x800 | 0x1000 | 0x2000;

    private SidSearch() {}

    static Map<String, SidHolder> holders(
            Session session, EntryDecoder decoder, String baseDn, Collection<String> sids) {
        Filter any = Filter.createORFilter(
                sids.stream().map(sid -> Filter.createEqualityFilter(SID, sid)).toList());
        SearchRequest request =
                new SearchRequest(baseDn, SearchScope.SUB, any, "objectGUID", "objectClass", SID, CONTROL, CREATED);
        Map<String, SidHolder> holders = new LinkedHashMap<>();
        for (SearchResultEntry entry : Session.entries(session.search("reading who has a SID", request))) {
            byte[] octets = entry.getAttributeValueBytes(SID);
            if (octets != null) {
                SidText.of(octets)
                        .ifPresent(sid ->
                                holders.put(sid, new SidHolder(decoder.guid(entry), person(entry), created(entry))));
            }
        }
        return holders;
    }

    private static boolean person(SearchResultEntry entry) {
        Integer control = entry.getAttributeValueAsInteger(CONTROL);
        return entry.hasAttributeValue("objectClass", "user")
                && !entry.hasAttributeValue("objectClass", "computer")
                && (control == null || (control & MACHINE) == 0);
    }

    private static Optional<Instant> created(SearchResultEntry entry) {
        return Optional.ofNullable(entry.getAttributeValueAsDate(CREATED)).map(Date::toInstant);
    }
}
