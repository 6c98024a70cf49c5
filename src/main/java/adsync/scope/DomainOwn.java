package adsync.scope;

import adsync.change.Image;
import com.unboundid.ldap.sdk.DN;
import java.util.regex.Pattern;

/** What a domain keeps for itself, and nobody means who selects a part of it, or the whole. */
final class DomainOwn {

    /** Where replication puts objects whose container was deleted meanwhile (MS-ADTS 6.1.1.4.6). */
    private static final String LOST_AND_FOUND = "CN=LostAndFound";

    /** The account of the key distribution center, and those of read-only domain controllers. */
    private static final Pattern KEY_ACCOUNT = Pattern.compile("krbtgt(_\\d+)?", Pattern.CASE_INSENSITIVE);

    /**
     * userAccountControl: ADS_UF_INTERDOMAIN_TRUST_ACCOUNT, ADS_UF_WORKSTATION_TRUST_ACCOUNT and ADS_UF_SERVER_TRUST_ACCOUNT
     * (MS-ADTS 2.2.16).
     */
    private static final long NO_PERSON = 0x800 | 0x1000 | 0x2000;

    private DomainOwn() {}

    /** Whether a name is that of the place for what was left without one, or lies in it. */
    static boolean lost(DN name) {
        DN place = name;
        DN above = place.getParent();
        while (above != null && !ofDomain(above)) {
            place = above;
            above = above.getParent();
        }
        return above != null && LOST_AND_FOUND.equalsIgnoreCase(place.getRDNString());
    }

    private static boolean ofDomain(DN name) {
        String part = name.getRDNString();
        return part != null && part.regionMatches(true, 0, "DC=", 0, 3);
    }

    /** Whether an account is that of a machine, of a trust or of the domain's keys. */
    static boolean account(Image image) {
        return image.values("sAMAccountName").stream()
                        .anyMatch(login -> KEY_ACCOUNT.matcher(login).matches())
                || image.values("userAccountControl").stream().anyMatch(DomainOwn::noPerson);
    }

    private static boolean noPerson(String state) {
        try {
            return (Long.parseLong(state.strip()) & NO_PERSON) != 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
