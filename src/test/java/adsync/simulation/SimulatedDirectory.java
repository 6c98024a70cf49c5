package adsync.simulation;

import adsync.change.Container;
import adsync.change.DirSyncCookie;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import adsync.directory.Bell;
import adsync.directory.DirSyncPage;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DomainController;
import adsync.directory.Endings;
import adsync.directory.LinkAttribute;
import adsync.directory.Located;
import adsync.directory.PagedSearch;
import adsync.directory.ReadRight;
import adsync.directory.SidHolder;
import adsync.directory.Stamp;
import adsync.simulation.Replica.Entry;
import adsync.simulation.Replica.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A connection to one of the domain controllers. */
final class SimulatedDirectory implements Directory {

    private static final int USERS_A_PAGE = 3;

    private final SimulatedDomain domain;
    private final Replica replica;
    private final DomainController controller;
    private final int boot;
    private boolean closed;

    SimulatedDirectory(SimulatedDomain domain, Replica replica) {
        this.domain = domain;
        this.replica = replica;
        this.controller = new DomainController(replica.host(), replica.invocationId(), replica.usn(), true);
        this.boot = domain.boots(replica.number());
    }

    private void called() {
        if (closed || boot != domain.boots(replica.number())) {
            throw new DirectoryException(Reason.UNREACHABLE, "the connection is closed");
        }
        domain.called(replica);
    }

    @Override
    public DomainController domainController() {
        return controller;
    }

    @Override
    public int usersAtOnce() {
        return USERS_A_PAGE;
    }

    @Override
    public long highestCommittedUsn() {
        called();
        return replica.usn();
    }

    @Override
    public UpToDateVector upToDateVector(NamingContext namingContext) {
        called();
        return domain.vector(replica.known());
    }

    @Override
    public Optional<UpToDateVector> claims(DirSyncCookie cookie) {
        return Optional.of(
                domain.vector(Cookie.read(cookie, Cookie.epoch(cookie)).known()));
    }

    @Override
    public Optional<NamingContext> namingContextOf(String dn) {
        return dn.endsWith(Replica.HEAD) ? Optional.of(domain.namingContext()) : Optional.empty();
    }

    @Override
    public Optional<Located> locate(String dn) {
        called();
        return replica.find(dn).map(this::located);
    }

    @Override
    public Optional<Located> locate(ObjectGuid guid) {
        called();
        return replica.find(guid).map(this::located);
    }

    private Located located(Entry entry) {
        return new Located(entry.guid(), replica.dn(entry), entry.deleted());
    }

    @Override
    public List<Located> lastParents(ObjectGuid deleted) {
        throw new UnsupportedOperationException("nobody asks where the deleted lived here");
    }

    @Override
    public DirSyncPage page(NamingContext namingContext, @Nullable DirSyncCookie cookie) {
        called();
        Cookie from = Cookie.read(cookie, domain.epoch());
        if (!from.fits(replica)) {
            throw new Violation(replica.host() + " went back in time and is asked for what came after " + from);
        }
        return from.page(replica, domain.pageSize());
    }

    @Override
    public DirSyncCookie currentCookie(NamingContext namingContext) {
        called();
        return Cookie.now(replica, domain.epoch()).written();
    }

    @Override
    public List<DirectoryObject> read(Collection<ObjectGuid> guids) {
        called();
        return guids.stream()
                .sorted()
                .flatMap(guid -> replica.find(guid).stream())
                .filter(entry -> !entry.deleted())
                .map(this::object)
                .toList();
    }

    private DirectoryObject object(Entry entry) {
        return switch (entry.state().kind()) {
            case USER -> image(entry);
            case CONTAINER -> container(entry);
            case GROUP -> group(entry);
        };
    }

    private Image image(Entry entry) {
        entry.state().value(Story.REVISION).ifPresent(revision -> domain.told(entry.guid(), revision));
        return Image.of(
                container(entry), replica.dn(entry), entry.usn(), entry.state().attributes());
    }

    private Container container(Entry entry) {
        return new Container(entry.guid(), entry.state().parent(), entry.state().rdn());
    }

    private Group group(Entry entry) {
        return new Group(entry.guid(), entry.state().parent(), entry.state().rdn(), replica.dn(entry), entry.usn(), 0);
    }

    @Override
    public Optional<Container> container(ObjectGuid guid) {
        called();
        return replica.find(guid).map(this::container);
    }

    @Override
    public PagedSearch<Container> containers(String baseDn) {
        return new Pages<>(() -> below(baseDn, Kind.CONTAINER), this::container);
    }

    private List<Entry> below(String baseDn, Kind kind) {
        if (replica.find(baseDn).isEmpty()) {
            throw new DirectoryException(Reason.RIGHTS, baseDn + " does not exist");
        }
        return replica.below(baseDn, kind);
    }

    @Override
    public PagedSearch<Image> users(String baseDn) {
        return new Pages<>(() -> below(baseDn, Kind.USER), this::image);
    }

    @Override
    public PagedSearch<Stamp> stamps(String baseDn) {
        return new Pages<>(() -> below(baseDn, Kind.USER), entry -> new Stamp(entry.guid(), entry.usn()));
    }

    @Override
    public long countUsers(String baseDn, BooleanSupplier enough) {
        return below(baseDn, Kind.USER).size();
    }

    @Override
    public PagedSearch<ObjectGuid> members(ObjectGuid group) {
        return new Pages<>(
                () -> replica.members(group).stream().map(replica::entry).toList(), Entry::guid);
    }

    @Override
    public PagedSearch<Group> groups(String baseDn) {
        return new Pages<>(() -> below(baseDn, Kind.GROUP), this::group);
    }

    @Override
    public List<Group> groupsIn(String groupDn) {
        called();
        return replica.find(groupDn).map(Entry::guid).map(replica::members).orElse(List.of()).stream()
                .map(replica::entry)
                .filter(entry -> entry.state().kind() == Kind.GROUP)
                .map(this::group)
                .toList();
    }

    @Override
    public Map<ObjectGuid, List<ObjectGuid>> groupsOf(Collection<ObjectGuid> objects) {
        called();
        Map<ObjectGuid, List<ObjectGuid>> groups = new LinkedHashMap<>();
        objects.stream()
                .filter(replica::alive)
                .sorted()
                .forEach(object -> groups.put(
                        object,
                        replica.all().stream()
                                .map(Entry::guid)
                                .filter(group -> replica.members(group).contains(object))
                                .toList()));
        return groups;
    }

    @Override
    public ReadRight mayRead(ObjectGuid object, LinkAttribute link) {
        called();
        return ReadRight.GRANTED;
    }

    @Override
    public Map<ObjectGuid, Map<String, ReadRight>> mayRead(Map<ObjectGuid, Set<String>> attributes) {
        called();
        Map<ObjectGuid, Map<String, ReadRight>> rights = new HashMap<>();
        attributes.forEach((user, asked) -> rights.put(
                user, asked.stream().collect(Collectors.toMap(attribute -> attribute, any -> ReadRight.GRANTED))));
        return rights;
    }

    @Override
    public Endings endings() {
        return new Endings(Optional.empty(), Optional.empty());
    }

    @Override
    public Duration tombstoneLifetime() {
        return Duration.ofDays(60);
    }

    @Override
    public List<Located> find(String baseDn, String text) {
        throw new UnsupportedOperationException("nobody asks for a person here");
    }

    @Override
    public Map<String, SidHolder> holders(Collection<String> sids) {
        throw new UnsupportedOperationException("nobody asks for a SID here");
    }

    @Override
    public Bell bell(NamingContext namingContext, Bell.Listener listener) {
        called();
        return domain.register(replica, listener);
    }

    @Override
    public void close() {
        closed = true;
    }

    private final class Pages<T> implements PagedSearch<T> {

        private final Supplier<List<Entry>> all;
        private final Function<Entry, T> decode;
        private @Nullable Deque<Entry> left;

        private Pages(Supplier<List<Entry>> all, Function<Entry, T> decode) {
            this.all = all;
            this.decode = decode;
        }

        @Override
        public List<T> next() {
            called();
            Deque<Entry> rest = left == null ? new ArrayDeque<>(all.get()) : left;
            left = rest;
            List<T> page = new ArrayList<>();
            while (page.size() < USERS_A_PAGE && !rest.isEmpty()) {
                page.add(decode.apply(rest.removeFirst()));
            }
            return page;
        }

        @Override
        public boolean hasNext() {
            return left == null || !left.isEmpty();
        }

        @Override
        public int expected() {
            return 0;
        }
    }
}
