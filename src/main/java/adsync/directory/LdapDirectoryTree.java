package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tree of a domain controller over LDAP. */
final class LdapDirectoryTree implements DirectoryTree {

    private static final int MOST_CHILDREN = 20_000;
    private static final int MOST_COUNTED = 50_000;
    private static final int MOST_GROUPS = 50;
    private static final Duration WITHIN = Duration.ofSeconds(5);
    private static final Control[] NO_CONTROLS = {};
    private static final String NOTHING = "1.1"; // RFC 4511 4.5.1.8
    private static final String NAME = "name";
    private static final String DESCRIPTION = "description";

    /** Those of DNS are domains by their class, and nobody lives in them. */
    private static final List<String> ZONES = List.of("dc=domaindnszones,", "dc=forestdnszones,");

    private static final Comparator<Branch> ORDER = Comparator.comparing(Branch::user)
            .thenComparing(Branch::name, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(Branch::dn);

    private final LdapDirectory directory;
    private final Session session;

    LdapDirectoryTree(LdapDirectory directory, Session session) {
        this.directory = directory;
        this.session = session;
    }

    @Override
    public DomainController domainController() {
        return directory.domainController();
    }

    @Override
    public List<Branch> domains() {
        RootDse rootDse = directory.rootDse();
        List<String> heads = new ArrayList<>(List.of(rootDse.defaultNamingContext()));
        rootDse.namingContexts().stream()
                .filter(head -> !head.equalsIgnoreCase(rootDse.defaultNamingContext()))
                .filter(head -> ZONES.stream().noneMatch(head.toLowerCase(Locale.ROOT)::startsWith))
                .filter(this::domain)
                .forEach(heads::add);
        return heads.stream()
                .map(head -> new Branch(head, Domains.of(head), false))
                .toList();
    }

    private boolean domain(String head) {
        return session.read(head, NO_CONTROLS, "objectClass")
                .filter(entry -> has(entry, "domainDNS"))
                .isPresent();
    }

    @Override
    public Optional<Branch> branch(String dn) {
        return session.read(dn, NO_CONTROLS, NAME, "objectClass").map(LdapDirectoryTree::branch);
    }

    private static Branch branch(SearchResultEntry entry) {
        return new Branch(entry.getDN(), name(entry), has(entry, "user"));
    }

    private static boolean has(SearchResultEntry entry, String objectClass) {
        String[] classes = entry.getAttributeValues("objectClass");
        return classes != null && Arrays.stream(classes).anyMatch(objectClass::equalsIgnoreCase);
    }

    private static String name(SearchResultEntry entry) {
        String name = entry.getAttributeValue(NAME);
        return name == null ? DnText.rdn(entry.getDN()) : name;
    }

    @Override
    public Listing children(String dn, boolean users, int offset, int limit) {
        List<Branch> found = new ArrayList<>();
        Filter wanted =
                users ? Filter.createORFilter(DirSyncQuery.CONTAINERS, DirSyncQuery.USERS) : DirSyncQuery.CONTAINERS;
        boolean complete = new BoundedSearch(session, MOST_CHILDREN, WITHIN)
                .read(dn, SearchScope.ONE, wanted, entry -> found.add(branch(entry)), NAME, "objectClass");
        List<Branch> page =
                found.stream().sorted(ORDER).skip(offset).limit(limit).toList();
        return new Listing(page, found.size(), complete);
    }

    @Override
    public UserCounts count(String dn) {
        int depth = components(dn).length;
        Map<String, Integer> below = new HashMap<>();
        int[] numbers = new int[2]; // all, here
        boolean complete = new BoundedSearch(session, MOST_COUNTED, WITHIN)
                .read(
                        dn,
                        SearchScope.SUB,
                        DirSyncQuery.USERS,
                        user -> {
                            RDN[] components = components(user.getDN());
                            int from = components.length - depth - 1;
                            numbers[0]++;
                            if (from > 0) {
                                below.merge(normal(components, from), 1, Integer::sum);
                            } else {
                                numbers[1]++;
                            }
                        },
                        NOTHING);
        return new UserCounts(numbers[0], numbers[1], below, complete);
    }

    private static String normal(RDN[] components, int from) {
        return new DN(Arrays.copyOfRange(components, from, components.length)).toNormalizedString();
    }

    private RDN[] components(String dn) {
        try {
            return new DN(dn).getRDNs();
        } catch (LDAPException e) {
            throw new DirectoryException(Reason.RIGHTS, session.server() + ": no distinguished name: " + dn, e);
        }
    }

    @Override
    public List<FoundGroup> groups(String text) {
        List<Filter> names = new ArrayList<>();
        for (String attribute : List.of(NAME, "sAMAccountName", DESCRIPTION)) {
            names.add(
                    text.isBlank()
                            ? Filter.createPresenceFilter(attribute)
                            : Filter.createSubAnyFilter(attribute, text.strip()));
        }
        Filter wanted = Filter.createANDFilter(DirSyncQuery.GROUPS, Filter.createORFilter(names));
        List<FoundGroup> found = new ArrayList<>();
        for (Branch domain : domains()) {
            new BoundedSearch(session, MOST_GROUPS, WITHIN)
                    .read(domain.dn(), SearchScope.SUB, wanted, entry -> found.add(group(entry)), NAME, DESCRIPTION);
        }
        return found.stream()
                .sorted(Comparator.comparing(FoundGroup::name, String.CASE_INSENSITIVE_ORDER))
                .limit(MOST_GROUPS)
                .toList();
    }

    private static FoundGroup group(SearchResultEntry entry) {
        String description = entry.getAttributeValue(DESCRIPTION);
        return new FoundGroup(entry.getDN(), name(entry), description == null ? "" : description);
    }

    @Override
    public void close() {
        directory.close();
    }
}
