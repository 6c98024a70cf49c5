package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** The people an office knows by name, in no order, so that anybody can be drawn and taken out quickly. */
final class Staff {

    private static final int PAGE = 1000;

    private final String base;
    private final List<String> people;
    private final List<String> units;
    private final RandomGenerator random;

    private Staff(String base, List<String> people, List<String> units, RandomGenerator random) {
        this.base = base;
        this.people = people;
        this.units = units;
        this.random = random;
    }

    static Staff read(LDAPConnection connection, String baseDn, RandomGenerator random) throws LDAPException {
        String base = "OU=Staff," + baseDn;
        return new Staff(
                base,
                names(connection, base, "(&(objectClass=user)(employeeID=*))"),
                names(connection, base, "(&(objectClass=organizationalUnit)(!(ou=Staff)))"),
                random);
    }

    private static List<String> names(LDAPConnection connection, String base, String filter) throws LDAPException {
        List<String> names = new ArrayList<>();
        ASN1OctetString cookie = null;
        do {
            SearchRequest request = new SearchRequest(base, SearchScope.SUB, filter, SearchRequest.NO_ATTRIBUTES);
            request.addControl(new SimplePagedResultsControl(PAGE, cookie, true));
            SearchResult page = connection.search(request);
            for (SearchResultEntry entry : Objects.requireNonNull(page.getSearchEntries())) {
                names.add(entry.getDN());
            }
            cookie = Objects.requireNonNull(SimplePagedResultsControl.get(page)).getCookie();
        } while (cookie.getValueLength() > 0);
        return names;
    }

    /** Below what all of them are. */
    String base() {
        return base;
    }

    int size() {
        return people.size();
    }

    /** The distinguished name of anybody. */
    String anybody() {
        if (people.isEmpty()) {
            throw new IllegalStateException("the office is empty");
        }
        return people.get(random.nextInt(people.size()));
    }

    /** The distinguished name of any department. */
    String anyUnit() {
        return units.get(random.nextInt(units.size()));
    }

    void join(String dn) {
        people.add(dn);
    }

    /** The last one takes the place of the one who goes. */
    void leave(String dn) {
        int place = people.indexOf(dn);
        if (place >= 0) {
            String last = people.remove(people.size() - 1);
            if (place < people.size()) {
                people.set(place, last);
            }
        }
    }

    void rename(String dn, String newDn) {
        people.set(people.indexOf(dn), newDn);
    }
}
