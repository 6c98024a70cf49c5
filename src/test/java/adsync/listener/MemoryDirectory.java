package adsync.listener;

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
import adsync.directory.DomainController;
import adsync.directory.Endings;
import adsync.directory.LinkAttribute;
import adsync.directory.Located;
import adsync.directory.PagedSearch;
import adsync.directory.ReadRight;
import adsync.directory.SidHolder;
import adsync.directory.Stamp;
import adsync.directory.Touched;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A connection to a domain in memory. */
final class MemoryDirectory implements Directory {

    /** Small, so that a test with a few users has several pages. */
    static final int USERS_A_PAGE = 3;

    private final MemoryDomain domain;
    private final DomainController controller;

    MemoryDirectory(MemoryDomain domain, DomainController controller) {
        this.domain = domain;
        this.controller = controller;
    }

    @Override
    public DomainController domainController() {
        return controller;
    }

    @Override
    public long highestCommittedUsn() {
        domain.called("usn");
        return domain.usn();
    }

    @Override
    public UpToDateVector upToDateVector(NamingContext namingContext) {
        domain.called("vector");
        return vector(domain.hosts().known(controller.hostName()));
    }

    @Override
    public Optional<UpToDateVector> claims(DirSyncCookie cookie) {
        domain.hosts().claimed(MemoryDomain.usn(cookie));
        return Optional.of(vector(MemoryDomain.usn(cookie)));
    }

    private static UpToDateVector vector(long usn) {
        return new UpToDateVector(Map.of(new UUID(1, 1), usn));
    }

    @Override
    public Optional<NamingContext> namingContextOf(String dn) {
        return dn.endsWith(MemoryDomain.HEAD) ? Optional.of(domain.namingContext()) : Optional.empty();
    }

    @Override
    public Optional<Located> locate(String dn) {
        domain.called("locate name");
        return domain.find(dn).map(guid -> new Located(guid, domain.dn(guid), false));
    }

    @Override
    public Optional<Located> locate(ObjectGuid guid) {
        domain.called("locate");
        return domain.visible(guid)
                ? Optional.of(new Located(guid, domain.dn(guid), domain.deleted(guid)))
                : Optional.empty();
    }

    @Override
    public List<Located> lastParents(ObjectGuid deleted) {
        throw new UnsupportedOperationException("nobody asks where the deleted lived here");
    }

    @Override
    public DirSyncPage page(NamingContext namingContext, @Nullable DirSyncCookie cookie) {
        domain.called("page");
        domain.requireIdle(controller.hostName());
        long after = cookie == null ? 0 : MemoryDomain.usn(cookie);
        List<ObjectGuid> changed = domain.changedAfter(after);
        boolean more = changed.size() == domain.pageSize();
        long last = changed.isEmpty() ? after : domain.usnOf(changed.getLast());
        long to = more ? last : domain.usn();
        List<Touched> touched = changed.stream()
                .filter(domain::named)
                .map(guid -> domain.groups().touched(guid, after))
                .toList();
        return new DirSyncPage(touched, MemoryDomain.cookie(to), more);
    }

    @Override
    public DirSyncCookie currentCookie(NamingContext namingContext) {
        domain.called("cookie");
        return MemoryDomain.cookie(domain.usn());
    }

    @Override
    public int usersAtOnce() {
        return 500;
    }

    @Override
    public List<DirectoryObject> read(Collection<ObjectGuid> guids) {
        domain.called("read");
        List<DirectoryObject> read = new ArrayList<>();
        for (ObjectGuid guid : guids) {
            if (domain.readable(guid) && !domain.deleted(guid)) {
                read.add(object(guid));
            }
        }
        return read;
    }

    private DirectoryObject object(ObjectGuid guid) {
        if (domain.groups().known(guid)) {
            return domain.groups().group(guid);
        }
        return domain.isUser(guid) ? image(guid) : domain.asContainer(guid);
    }

    private Image image(ObjectGuid guid) {
        return domain.rights().shown(domain.image(guid));
    }

    @Override
    public Optional<Container> container(ObjectGuid guid) {
        domain.called("container");
        return domain.visible(guid) ? Optional.of(domain.asContainer(guid)) : Optional.empty();
    }

    @Override
    public PagedSearch<Container> containers(String baseDn) {
        return new Pages<>("containers", () -> notUsers(baseDn, false), domain::asContainer);
    }

    @Override
    public PagedSearch<Image> users(String baseDn) {
        return new Pages<>("users", () -> domain.below(baseDn, true), this::image);
    }

    @Override
    public PagedSearch<Stamp> stamps(String baseDn) {
        return new Pages<>("stamps", () -> domain.below(baseDn, true), guid -> new Stamp(guid, domain.usnOf(guid)));
    }

    @Override
    public long countUsers(String baseDn, BooleanSupplier enough) {
        domain.called("count");
        return domain.below(baseDn, true).size();
    }

    @Override
    public PagedSearch<ObjectGuid> members(ObjectGuid group) {
        return new Pages<>("members", () -> domain.groups().membersOf(group), guid -> guid);
    }

    @Override
    public PagedSearch<Group> groups(String baseDn) {
        return new Pages<>(
                "groups", () -> notUsers(baseDn, true), guid -> domain.groups().group(guid));
    }

    private List<ObjectGuid> notUsers(String baseDn, boolean groups) {
        return domain.below(baseDn, false).stream()
                .filter(guid -> domain.groups().known(guid) == groups)
                .toList();
    }

    @Override
    public List<Group> groupsIn(String groupDn) {
        domain.called("groups in");
        return domain.groups().in(groupDn);
    }

    @Override
    public Map<ObjectGuid, List<ObjectGuid>> groupsOf(Collection<ObjectGuid> objects) {
        domain.called("groups of");
        Map<ObjectGuid, List<ObjectGuid>> groups = new HashMap<>();
        objects.forEach(object -> groups.put(object, domain.groups().above(object)));
        return groups;
    }

    @Override
    public ReadRight mayRead(ObjectGuid object, LinkAttribute link) {
        domain.called("may read");
        return domain.groups().open(object) ? ReadRight.GRANTED : ReadRight.DENIED;
    }

    @Override
    public Map<ObjectGuid, Map<String, ReadRight>> mayRead(Map<ObjectGuid, Set<String>> attributes) {
        domain.called("may read values");
        Map<ObjectGuid, Map<String, ReadRight>> rights = new HashMap<>();
        attributes.forEach((user, asked) -> {
            Map<String, ReadRight> ofUser = new HashMap<>();
            asked.forEach(attribute -> ofUser.put(attribute, domain.rights().of(attribute)));
            rights.put(user, ofUser);
        });
        return rights;
    }

    @Override
    public Endings endings() {
        domain.called("endings");
        return domain.endings();
    }

    @Override
    public Duration tombstoneLifetime() {
        return domain.tombstoneLifetime();
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
        domain.called("bell");
        RungBell bell = new RungBell(domain, listener);
        domain.register(bell);
        return bell;
    }

    @Override
    public void close() {
        domain.called("close");
    }

    /** A registration that rings when the test says so. */
    record RungBell(MemoryDomain domain, Bell.Listener listener) implements Bell {

        @Override
        public void ping() {
            domain.called("ping");
        }

        @Override
        public void close() {
            domain.unregister(this);
        }
    }

    private final class Pages<T> implements PagedSearch<T> {

        private final String call;
        private final Supplier<List<ObjectGuid>> all;
        private final Function<ObjectGuid, T> decode;
        private @Nullable Deque<ObjectGuid> left;

        private Pages(String call, Supplier<List<ObjectGuid>> all, Function<ObjectGuid, T> decode) {
            this.call = call;
            this.all = all;
            this.decode = decode;
        }

        @Override
        public List<T> next() {
            domain.called(call);
            Deque<ObjectGuid> rest = left == null ? new ArrayDeque<>(all.get()) : left;
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
