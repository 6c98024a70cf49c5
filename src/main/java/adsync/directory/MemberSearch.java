package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.OptionalLong;

/** The members of one group by range retrieval (MS-ADTS 3.1.1.3.1.3.3), one answer a page. */
final class MemberSearch implements PagedSearch<ObjectGuid> {

    private static final Control[] EXTENDED_DN = {Controls.extendedDn()};

    private final Session session;
    private final String base;
    private OptionalLong from = OptionalLong.of(0);

    /**
     * @param base a name of the group
     */
    MemberSearch(Session session, String base) {
        this.session = session;
        this.base = base;
    }

    @Override
    public boolean hasNext() {
        return from.isPresent();
    }

    @Override
    public List<ObjectGuid> next() {
        long first = from.orElseThrow(() -> new NoSuchElementException("the last page was read"));
        from = OptionalLong.empty(); // unless this page comes
        List<ObjectGuid> page = new ArrayList<>();
        session.read(base, EXTENDED_DN, DirSyncQuery.MEMBER + ";range=" + first + "-*")
                .ifPresent(entry -> take(entry, first, page));
        return page;
    }

    private void take(SearchResultEntry entry, long first, List<ObjectGuid> page) {
        for (Attribute members : entry.getAttributesWithOptions(DirSyncQuery.MEMBER, null)) {
            for (ASN1OctetString member : members.getRawValues()) {
                ExtendedDn.parse(member.stringValue()).objectGuid().ifPresent(page::add);
            }
            OptionalLong next = RangedValues.next(session, members);
            if (next.isPresent() && next.getAsLong() > first) {
                from = next;
            }
        }
    }

    @Override
    public int expected() {
        return 0;
    }
}
