package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.directory.Directory;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.PagedSearch;
import adsync.directory.Preference;
import adsync.directory.ReadRight;
import adsync.directory.Selection;
import adsync.journal.Checkpoint;
import adsync.journal.Checkpoint.Phase;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.scope.ScopeOptions;
import adsync.services.Service;
import adsync.services.Services;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A group that changes while its members are read, or shows none all of a sudden. */
class RestlessGroupTest extends ListenerFixture {

    private static final ObjectGuid MAIL = new ObjectGuid(new UUID(5, 5));
    private static final Services SERVICES =
            new Services(List.of(new Service("mailbox", List.of("CN=Mail"), Optional.empty())));

    private final ListenerHealth health =
            new ListenerHealth("directory", DOMAIN, clock(), meters(), Duration.ofHours(2));
    private final Unconfirmed unconfirmed = new Unconfirmed(DOMAIN, meters(), health, List::of);
    private final Random random = new Random(1);
    private int enumerations;
    private int readings;
    private int changes;
    private long usn = 1;

    private ReadRight right = ReadRight.GRANTED;
    private boolean named;
    private boolean gone;

    /** Who is in the group, reading by reading. */
    private List<List<ObjectGuid>> members = List.of();

    @Test
    void a_group_that_changed_while_it_was_read_is_read_again_and_whom_only_the_first_reading_met_is_no_member() {
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid bob = domain().user("bob", domain().root());
        members = List.of(List.of(ada, bob), List.of(bob));
        changes = 1;

        readAll();

        assertThat(readings).isEqualTo(2);
        assertThat(groupsOf(ada)).isEmpty();
        assertThat(groupsOf(bob)).containsExactly(MAIL);
    }

    @Test
    void a_group_that_never_rests_is_read_three_times() {
        ObjectGuid ada = domain().user("ada", domain().root());
        members = List.of(List.of(ada));
        changes = Integer.MAX_VALUE;

        readAll();

        assertThat(readings).isEqualTo(3);
        assertThat(groupsOf(ada)).containsExactly(MAIL);
    }

    @Test
    void a_group_whose_members_may_not_be_read_keeps_them_and_is_told_until_they_may() {
        ObjectGuid ada = domain().user("ada", domain().root());
        members = List.of(List.of(ada), List.of());
        readAll();
        right = ReadRight.DENIED;

        readAll();

        assertThat(groupsOf(ada)).containsExactly(MAIL);
        assertThat(unread()).containsExactly(MAIL);
        assertThat(doubts()).isEqualTo(1);

        right = ReadRight.GRANTED;
        readAll();

        assertThat(groupsOf(ada)).isEmpty();
        assertThat(unread()).isEmpty();
        assertThat(doubts()).isZero();
    }

    @Test
    void where_the_rights_are_not_shown_those_who_were_in_the_group_are_asked() {
        ObjectGuid ada = domain().user("ada", domain().root());
        members = List.of(List.of(ada), List.of());
        right = ReadRight.UNKNOWN;
        readAll();
        named = true;

        readAll();
        assertThat(groupsOf(ada)).containsExactly(MAIL);
        assertThat(unread()).containsExactly(MAIL);

        named = false;
        readAll();
        assertThat(groupsOf(ada)).isEmpty();
        assertThat(unread()).isEmpty();
    }

    @Test
    void a_group_that_is_hidden_while_it_is_read_keeps_its_members() {
        ObjectGuid ada = domain().user("ada", domain().root());
        members = List.of(List.of(ada), List.of());
        readAll();
        gone = true;

        readAll();

        assertThat(groupsOf(ada)).containsExactly(MAIL);
        assertThat(unread()).containsExactly(MAIL);
    }

    private List<ObjectGuid> unread() {
        return journal().groups().unread(domain().namingContext().guid()).await();
    }

    private double doubts() {
        return meters().get("adsync.listener.unconfirmed").gauge().value();
    }

    private Iterable<ObjectGuid> groupsOf(ObjectGuid user) {
        return journal()
                .groupsOf(List.of(domain().image(user)))
                .await()
                .values()
                .iterator()
                .next();
    }

    private void readAll() {
        var session = new Session(
                directory(),
                domain().namingContext(),
                new Scope(List.of(new Place(domain().root(), MemoryDomain.ROOT)), List.of(), Optional.empty()),
                SERVICES.resolve(Map.of("CN=Mail", MAIL)),
                vertx().createSharedWorkerExecutor("test"),
                DOMAIN,
                Neighbours.none(DOMAIN),
                selectedRoots());
        var omissions = new Omissions(DOMAIN, meters(), health);
        var pages = new Pages(session, options(), clock(), random);
        var announcer = new Announcer(vertx().eventBus(), clock(), meters());
        var writer = new PageWriter(journal(), announcer, omissions, () -> {});
        var groups = new ServiceGroups(new GroupPages(session, journal(), pages, writer, unconfirmed, random, false));
        Checkpoint checkpoint = checkpoint(++enumerations);
        while (groups.step(checkpoint)) {
            // page after page
        }
    }

    private static ListenerOptions options() {
        return new ListenerOptions(
                DOMAIN,
                new Selection(List.of(new NamedObject("directory.root", MemoryDomain.ROOT, Use.ROOT))),
                new ScopeOptions(List.of(MemoryDomain.ROOT), List.of(), Optional.empty()),
                SERVICES,
                Optional.empty(),
                image -> Optional.empty(),
                false,
                Duration.ofHours(2),
                "fingerprint",
                1000,
                FailoverTiming.STANDARD);
    }

    private Checkpoint checkpoint(long epoch) {
        return new Checkpoint(
                domain().namingContext(),
                domain().root(),
                Phase.ENUMERATING,
                Optional.of(MemoryDomain.cookie(1)),
                Optional.empty(),
                "dc1",
                new UUID(7, 7),
                1,
                "fingerprint",
                epoch,
                0,
                0,
                clock().instant());
    }

    /** The domain's, with one group that has no groups in it; the group's number is another one after each of so many readings. */
    private Directory directory() {
        return (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(),
                new Class<?>[] {Directory.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "mayRead" -> right;
                    case "groupsOf" -> Map.of(domain().root(), named ? List.of(MAIL) : List.of());
                    case "read" ->
                        gone && readings > 1
                                ? List.of()
                                : List.of(new Group(
                                        MAIL, domain().head(), "CN=Mail", "CN=Mail," + MemoryDomain.HEAD, usn, 0));
                    case "members" -> nextReading();
                    case "groupsIn" -> List.of();
                    default -> method.invoke(domain().connect(Preference.NONE), arguments);
                });
    }

    private PagedSearch<ObjectGuid> nextReading() {
        List<ObjectGuid> now = members.get(Math.min(readings, members.size() - 1));
        if (readings++ < changes) {
            usn++;
        }
        Iterator<ObjectGuid> rest = now.iterator();
        return new PagedSearch<>() {
            @Override
            public List<ObjectGuid> next() {
                return List.of(rest.next());
            }

            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public int expected() {
                return 0;
            }
        };
    }
}
