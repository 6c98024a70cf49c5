package adsync.directory;

import adsync.change.Container;
import adsync.change.DirSyncCookie;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions.DirectoryLogin;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.controls.SimplePagedResultsControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A domain controller over LDAP. */
final class LdapDirectory implements Directory {

    /** How many objects one search reads. */
    private static final int READ_SIZE = 200;

    private static final int USERS_A_PAGE = 500;

    /** So many may have a photo each, in memory several times over. */
    private static final int LARGE_USERS_A_PAGE = 50;

    private static final Set<String> LARGE = Set.of("thumbnailphoto", "jpegphoto", "photo", "thumbnaillogo");

    private static final int LIGHT_ENTRIES_A_PAGE = 1000;

    private static final Control[] NO_CONTROLS = {};
    private static final Control[] EXTENDED_DN = {Controls.extendedDn()};
    private static final Control[] WITH_TOMBSTONES = {Controls.showDeleted(), Controls.showRecycled()};

    private final Connector connector;
    private final Server server;
    private final Session session;
    private final DirectoryLogin login;
    private final RootDse rootDse;
    private final DomainController domainController;
    private final EntryDecoder decoder;
    private final DirSyncQuery query;
    private final DirSync dirSync;
    private final Memberships memberships;
    private final ReadRights readRights;
    private final int usersAtOnce;
    private final Set<String> searched = new LinkedHashSet<>();

    private LdapDirectory(Connector connector, Server server, Session session, DirectoryOptions options) {
        this.connector = connector;
        this.server = server;
        this.session = session;
        this.login = options.login();
        this.rootDse = RootDse.read(session);
        if (rootDse.readOnly()) {
            throw new DirectoryException(
                    Reason.UNSUPPORTED, session.server() + ": a read-only domain controller does not serve DirSync");
        }
        this.domainController = new DomainController(
                rootDse.hostName(),
                rootDse.readInvocationId(session),
                rootDse.highestCommittedUsn(),
                rootDse.notifies());
        this.decoder = new EntryDecoder(session, rootDse, options.attributes(), options.groups());
        this.query = DirSyncQuery.of(options);
        this.usersAtOnce = query.attributes().stream().anyMatch(LARGE::contains) ? LARGE_USERS_A_PAGE : USERS_A_PAGE;
        this.dirSync = new DirSync(session, query);
        this.memberships = new Memberships(session, decoder);
        this.readRights = new ReadRights(session, decoder, rootDse.configurationNamingContext());
        searched.add(rootDse.defaultNamingContext());
    }

    /** Connects, logs in and reads who answers. */
    static LdapDirectory open(Connector connector, Server server, DirectoryOptions options) {
        Session session = connector.open(server);
        try {
            return new LdapDirectory(connector, server, session, options);
        } catch (DirectoryException e) {
            session.close();
            throw e;
        }
    }

    List<WritableController> writableControllers() {
        return WritableController.all(session, decoder, rootDse.defaultNamingContext());
    }

    Map<ObjectGuid, String> passwordOrigins(Collection<ObjectGuid> users) {
        return PasswordOrigins.of(session, decoder, rootDse, users);
    }

    /** The same connection, to look around; closing it closes this. */
    DirectoryTree tree() {
        return new LdapDirectoryTree(this, session);
    }

    RootDse rootDse() {
        return rootDse;
    }

    @Override
    public DomainController domainController() {
        return domainController;
    }

    @Override
    public long highestCommittedUsn() {
        return RootDse.readHighestCommittedUsn(session);
    }

    @Override
    public UpToDateVector upToDateVector(NamingContext namingContext) {
        Map<UUID, Long> own = Map.of(domainController.invocationId(), highestCommittedUsn());
        return session.read(namingContext.dn(), NO_CONTROLS, "replUpToDateVector")
                .flatMap(head -> Optional.ofNullable(head.getAttributeValueBytes("replUpToDateVector")))
                .flatMap(VectorDecoder::ofAttribute)
                .orElse(UpToDateVector.NONE)
                .and(new UpToDateVector(own));
    }

    @Override
    public Optional<UpToDateVector> claims(DirSyncCookie cookie) {
        return VectorDecoder.ofCookie(cookie);
    }

    @Override
    public Optional<NamingContext> namingContextOf(String dn) {
        return rootDse.namingContextOf(dn).flatMap(this::locate).map(head -> {
            searched.add(head.dn());
            return new NamingContext(head.objectGuid(), head.dn());
        });
    }

    @Override
    public Optional<Located> locate(String dn) {
        return session.read(dn, NO_CONTROLS, "objectGUID", "isDeleted").map(decoder::located);
    }

    @Override
    public Optional<Located> locate(ObjectGuid objectGuid) {
        return session.read(baseOf(objectGuid), WITH_TOMBSTONES, "objectGUID", "isDeleted")
                .map(entry -> decoder.located(objectGuid, entry));
    }

    @Override
    public List<Located> lastParents(ObjectGuid deleted) {
        return LastParents.of(session, decoder, baseOf(deleted), WITH_TOMBSTONES);
    }

    @Override
    public DirSyncPage page(NamingContext namingContext, @Nullable DirSyncCookie cookie) {
        searched.add(namingContext.dn());
        return dirSync.page(namingContext, cookie);
    }

    @Override
    public DirSyncCookie currentCookie(NamingContext namingContext) {
        return dirSync.currentCookie(namingContext);
    }

    /** Fails unless DirSync can be used here. */
    void proveRights(NamingContext namingContext) {
        dirSync.probe(namingContext);
    }

    /**
     * What the account may not read of a user although it is shipped, or decides about groups.
     *
     * @param user the objectGUID
     */
    Map<String, AttributeRights> hidden(ObjectGuid user, Collection<String> attributes) {
        return readRights.denied(baseOf(user), attributes);
    }

    /** Whether the account may read the access rights of a user, which alone say what is kept from it. */
    boolean tellsRights(ObjectGuid user) {
        return readRights.told(baseOf(user));
    }

    /** Whether the account has rights on the container of tombstones: it sees what it is, or what is in it. */
    boolean seesTombstones(String container) {
        if (session.read(container, WITH_TOMBSTONES, "isDeleted")
                .filter(EntryDecoder::deleted)
                .isPresent()) {
            return true;
        }
        SearchRequest list =
                new SearchRequest(container, SearchScope.ONE, Filter.createPresenceFilter("objectClass"), "objectGUID");
        list.setControls(new SimplePagedResultsControl(1, true), Controls.showDeleted());
        try {
            return session.attempt(list).getEntryCount() > 0;
        } catch (LDAPException e) {
            if (Failures.reason(e) == Reason.RIGHTS) {
                return false;
            }
            throw Failures.of(session.server(), "listing " + container, e);
        }
    }

    @Override
    public int usersAtOnce() {
        return usersAtOnce;
    }

    @Override
    public List<DirectoryObject> read(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> wanted = List.copyOf(new LinkedHashSet<>(objectGuids));
        List<DirectoryObject> found = new ArrayList<>(wanted.size());
        for (int from = 0; from < wanted.size(); from += READ_SIZE) {
            readBatch(wanted.subList(from, Math.min(from + READ_SIZE, wanted.size())), found);
        }
        return found;
    }

    private void readBatch(List<ObjectGuid> batch, List<DirectoryObject> found) {
        Set<ObjectGuid> left = new LinkedHashSet<>(batch);
        for (String namingContext : searched) {
            if (left.isEmpty()) {
                return;
            }
            Filter wanted = Filter.createANDFilter(EntryDecoder.anyOf(left), query.objects());
            SearchRequest request = new SearchRequest(namingContext, SearchScope.SUB, wanted, decoder.attributes());
            request.setControls(EXTENDED_DN);
            for (SearchResultEntry entry : Session.entries(session.search("reading changed objects", request))) {
                DirectoryObject object = decoder.object(entry);
                if (left.remove(object.objectGuid())) {
                    found.add(object);
                }
            }
        }
    }

    @Override
    public Optional<Container> container(ObjectGuid objectGuid) {
        return session.read(baseOf(objectGuid), EXTENDED_DN, EntryDecoder.CONTAINER)
                .map(decoder::container);
    }

    @Override
    public PagedSearch<Container> containers(String baseDn) {
        return new LdapPagedSearch<>(
                session,
                baseDn,
                DirSyncQuery.CONTAINERS,
                EntryDecoder.CONTAINER,
                LIGHT_ENTRIES_A_PAGE,
                decoder::container,
                EXTENDED_DN);
    }

    @Override
    public PagedSearch<Image> users(String baseDn) {
        return new LdapPagedSearch<>(
                session, baseDn, DirSyncQuery.USERS, decoder.attributes(), usersAtOnce, decoder::image, EXTENDED_DN);
    }

    @Override
    public PagedSearch<Stamp> stamps(String baseDn) {
        return new LdapPagedSearch<>(
                session,
                baseDn,
                DirSyncQuery.USERS,
                EntryDecoder.STAMP,
                usersAtOnce == USERS_A_PAGE ? LIGHT_ENTRIES_A_PAGE : usersAtOnce,
                decoder::stamp);
    }

    @Override
    public long countUsers(String baseDn, BooleanSupplier enough) {
        Session own = connector.open(server);
        try {
            var users = new LdapPagedSearch<>(
                    own,
                    baseDn,
                    DirSyncQuery.USERS,
                    new String[] {SearchRequest.NO_ATTRIBUTES},
                    LIGHT_ENTRIES_A_PAGE,
                    SearchResultEntry::getDN);
            long count = 0;
            while (users.hasNext() && !enough.getAsBoolean()) {
                count += users.next().size();
            }
            return count;
        } finally {
            own.close();
        }
    }

    @Override
    public PagedSearch<ObjectGuid> members(ObjectGuid group) {
        return new MemberSearch(session, baseOf(group));
    }

    @Override
    public PagedSearch<Group> groups(String baseDn) {
        return new LdapPagedSearch<>(
                session,
                baseDn,
                DirSyncQuery.GROUPS,
                EntryDecoder.GROUP,
                LIGHT_ENTRIES_A_PAGE,
                decoder::group,
                EXTENDED_DN);
    }

    @Override
    public List<Group> groupsIn(String groupDn) {
        return memberships.groupsIn(groupDn, searched);
    }

    @Override
    public Map<ObjectGuid, List<ObjectGuid>> groupsOf(Collection<ObjectGuid> objectGuids) {
        List<ObjectGuid> wanted = List.copyOf(new LinkedHashSet<>(objectGuids));
        Map<ObjectGuid, List<ObjectGuid>> groups = new LinkedHashMap<>();
        for (int from = 0; from < wanted.size(); from += READ_SIZE) {
            List<ObjectGuid> batch = wanted.subList(from, Math.min(from + READ_SIZE, wanted.size()));
            groups.putAll(memberships.groupsOf(batch, searched));
        }
        return groups;
    }

    @Override
    public ReadRight mayRead(ObjectGuid objectGuid, LinkAttribute attribute) {
        return readRights.of(baseOf(objectGuid), attribute);
    }

    @Override
    public Map<ObjectGuid, Map<String, ReadRight>> mayRead(Map<ObjectGuid, Set<String>> attributes) {
        List<ObjectGuid> users = List.copyOf(attributes.keySet());
        Map<ObjectGuid, Map<String, ReadRight>> rights = new LinkedHashMap<>();
        for (int from = 0; from < users.size(); from += READ_SIZE) {
            List<ObjectGuid> batch = users.subList(from, Math.min(from + READ_SIZE, users.size()));
            rights.putAll(readRights.of(batch, attributes, searched));
        }
        return rights;
    }

    @Override
    public Endings endings() {
        return Endings.read(session, rootDse.defaultNamingContext(), login);
    }

    @Override
    public Duration tombstoneLifetime() {
        return Lifetimes.read(session, rootDse.configurationNamingContext());
    }

    @Override
    public List<Located> find(String baseDn, String text) {
        return PeopleSearch.find(session, decoder, baseDn, text);
    }

    @Override
    public Map<String, SidHolder> holders(Collection<String> sids) {
        List<String> wanted = List.copyOf(new LinkedHashSet<>(sids));
        Map<String, SidHolder> found = new LinkedHashMap<>();
        for (int from = 0; from < wanted.size(); from += READ_SIZE) {
            List<String> batch = wanted.subList(from, Math.min(from + READ_SIZE, wanted.size()));
            found.putAll(SidSearch.holders(session, decoder, rootDse.defaultNamingContext(), batch));
        }
        return found;
    }

    @Override
    public Bell bell(NamingContext namingContext, Bell.Listener listener) {
        return LdapBell.register(connector.openForPending(server), rootDse, namingContext, listener);
    }

    /** A name by which the directory finds an object wherever it is (MS-ADTS 3.1.1.3.1.2.4). */
    private static String baseOf(ObjectGuid objectGuid) {
        return "<GUID=" + objectGuid.toString().toLowerCase(Locale.ROOT) + ">";
    }

    @Override
    public void close() {
        session.close();
    }
}
