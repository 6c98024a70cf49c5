package adsync.directory;

import adsync.change.ObjectGuid;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import java.util.ArrayList;
import java.util.List;

/** Finds people by what a person would call them. */
final class PeopleSearch {

    private static final int MOST = 20;

    private static final List<String> NAMES = List.of("userPrincipalName", "sAMAccountName", "mail");

    private PeopleSearch() {}

    static List<Located> find(Session session, EntryDecoder decoder, String baseDn, String text) {
        return new LdapPagedSearch<>(
                        session,
                        baseDn,
                        Filter.createANDFilter(DirSyncQuery.USERS, anyName(text)),
                        new String[] {"objectGUID", "isDeleted"},
                        MOST,
                        decoder::located)
                .next();
    }

    private static Filter anyName(String text) {
        List<Filter> names = new ArrayList<>();
        NAMES.forEach(name -> names.add(Filter.createEqualityFilter(name, text)));
        if (text.indexOf('=') > 0 && DN.isValidDN(text)) {
            names.add(Filter.createEqualityFilter("distinguishedName", text));
        }
        try {
            names.add(Filter.createEqualityFilter(
                    "objectGUID", ObjectGuid.parse(text).octets()));
        } catch (IllegalArgumentException notOne) {
            // one of the other names
        }
        return Filter.createORFilter(names);
    }
}
