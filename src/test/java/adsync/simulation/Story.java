package adsync.simulation;

import adsync.change.Filetime;
import adsync.change.ObjectGuid;
import adsync.simulation.Replica.Entry;
import adsync.simulation.Replica.Kind;
import adsync.simulation.Replica.State;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens in the directory, at either domain controller. Each step takes the directory as it is. */
final class Story {

    /** The attribute that counts the changes of a user. */
    static final String REVISION = "title";

    private static final String ENABLED = "512";
    private static final String DISABLED = "514";
    private static final int FIRST_PEOPLE = 12;

    private final SimulatedDomain domain;
    private final Random random;
    private final Clock clock;
    private final Trace trace;
    private final BiConsumer<ObjectGuid, Integer> passwordChanged;
    private final BiPredicate<ObjectGuid, String> isShipped;
    private final Set<ObjectGuid> wandered = new TreeSet<>();
    private final Set<ObjectGuid> disabled = new TreeSet<>();
    private final Set<ObjectGuid> wentWithRoot = new TreeSet<>();
    private final Set<ObjectGuid> users = new LinkedHashSet<>();
    private final List<ObjectGuid> units = new ArrayList<>();
    private final ObjectGuid root;
    private final ObjectGuid otherRoot;
    private final ObjectGuid outside;
    private final ObjectGuid mail;
    private Replica at;
    private int names;
    private int passwords;

    /**
     * Begins with some people and groups.
     *
     * @param passwordChanged told whose, and its number
     * @param isShipped whether the last that was shipped of a user is this revision, and the account is on
     */
    Story(
            SimulatedDomain domain,
            Random random,
            Clock clock,
            Trace trace,
            BiConsumer<ObjectGuid, Integer> passwordChanged,
            BiPredicate<ObjectGuid, String> isShipped) {
        this.domain = domain;
        this.random = random;
        this.clock = clock;
        this.trace = trace;
        this.passwordChanged = passwordChanged;
        this.isShipped = isShipped;
        this.at = domain.replica(0);
        this.root = add(Kind.CONTAINER, "OU=Staff", domain.head(), Map.of());
        this.otherRoot = add(Kind.CONTAINER, "OU=Students", domain.head(), Map.of());
        this.outside = add(Kind.CONTAINER, "OU=Elsewhere", domain.head(), Map.of());
        this.mail = add(Kind.GROUP, "CN=Mail", outside, Map.of());
        for (int unit = 0; unit < 4; unit++) {
            units.add(add(Kind.CONTAINER, "OU=U" + unit, unit == 3 ? outside : root, Map.of()));
        }
        for (int person = 0; person < FIRST_PEOPLE; person++) {
            hire();
        }
        for (int group = 0; group < 3; group++) {
            newGroup();
        }
        domain.replicate(0, 1);
    }

    /** All users that ever were. */
    Set<ObjectGuid> users() {
        return users;
    }

    /** Who was deleted with a root, and was well until then: nobody goes unasked. */
    Set<ObjectGuid> wentWithRoot() {
        return wentWithRoot;
    }

    /** Those who were not always in the roots, or not always alive. */
    Set<ObjectGuid> wandered() {
        return wandered;
    }

    ObjectGuid mail() {
        return mail;
    }

    /** Lets one thing happen at one of the domain controllers that are up. */
    void step() {
        at = domain.replica(random.nextInt(4) == 0 ? 1 : 0);
        if (domain.away(at.number())) {
            at = domain.replica(1 - at.number());
        }
        if (domain.away(at.number())) {
            return;
        }
        switch (random.nextInt(31)) {
            case 0, 1 -> hire();
            case 2, 3, 4 -> set("department", "Department " + random.nextInt(100));
            case 5 -> set("telephoneNumber", "+41 31 555 %04d".formatted(random.nextInt(10_000)));
            case 6 -> set(random.nextBoolean() ? "department" : "manager", null);
            case 7 -> renamed(pick(Kind.USER, this::alive), "CN=Renamed " + names++);
            case 8, 9 -> pick(Kind.USER, this::alive).ifPresent(person -> move(person, place()));
            case 10, 11 -> set("userAccountControl", random.nextBoolean() ? ENABLED : DISABLED);
            case 12 -> set("userPrincipalName", "login" + names++ + "@" + Settings.DOMAIN);
            case 13 -> newManager();
            case 14 -> delete(pick(Kind.USER, this::alive));
            case 15, 16 -> restore(pick(Kind.USER, entry -> entry.deleted()));
            case 17 -> newGroup();
            case 18, 19 -> join(pick(Kind.GROUP, this::alive));
            case 20 -> join(at.find(mail));
            case 21, 22 -> leave(pick(Kind.GROUP, this::alive));
            case 23 -> renamed(pick(Kind.GROUP, this::ours), "CN=R" + names++);
            case 24 -> pick(Kind.GROUP, this::ours).ifPresent(group -> move(group, place()));
            case 25 -> delete(pick(Kind.GROUP, this::ours));
            case 26 -> restore(pick(Kind.GROUP, entry -> entry.deleted()));
            case 27 -> changeUnit();
            case 28 -> allOfAUnit();
            case 29 -> changeRoot();
            default -> newPassword();
        }
        domain.ring(at);
    }

    private boolean alive(Entry entry) {
        return !entry.deleted();
    }

    private boolean ours(Entry group) {
        return !group.guid().equals(mail) && alive(group);
    }

    private Optional<Entry> pick(Kind kind, Predicate<Entry> fits) {
        List<Entry> some = at.all().stream()
                .filter(entry -> entry.state().kind() == kind && fits.test(entry))
                .toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
    }

    private ObjectGuid place() {
        return switch (random.nextInt(8)) {
            case 0 -> outside;
            case 1 -> root;
            case 2, 3 -> at.alive(otherRoot) ? otherRoot : root;
            default -> units.get(random.nextInt(units.size()));
        };
    }

    private void tell(String what) {
        trace.add(at.host() + ": " + what);
    }

    private ObjectGuid add(Kind kind, String rdn, ObjectGuid parent, Map<String, List<String>> attributes) {
        ObjectGuid guid = domain.newGuid();
        at.put(guid, new State(kind, parent, rdn, attributes));
        tell("new " + shown(at.entry(guid)));
        return guid;
    }

    private String shown(Entry entry) {
        return at.dn(entry) + " (" + entry.guid().toString().substring(32) + ")";
    }

    private void hire() {
        hire(place());
    }

    /** Somebody comes at last where nobody was. */
    void hireAgain() {
        at = domain.replica(0);
        hire(root);
        domain.ring(at);
        domain.replicate();
    }

    private void hire(ObjectGuid place) {
        int person = names++;
        ObjectGuid guid = add(
                Kind.USER,
                "CN=Person " + person,
                place,
                Map.of(
                        "sAMAccountName",
                        List.of("person" + person),
                        "userPrincipalName",
                        List.of("person" + person + "@" + Settings.DOMAIN),
                        "displayName",
                        List.of("Person " + person),
                        "userAccountControl",
                        List.of(ENABLED),
                        "objectSid",
                        List.of("S-1-5-21-1-2-3-" + (1000 + person)),
                        "pwdLastSet",
                        List.of(Long.toString(Filetime.of(clock.instant()))),
                        REVISION,
                        List.of("r" + names)));
        users.add(guid);
        noteScope();
    }

    private void put(Entry entry, State state) {
        State changed = state.kind() == Kind.USER ? state.with(REVISION, "r" + names++) : state;
        at.put(entry.guid(), changed);
        tell(shown(entry) + " " + (state.kind() == Kind.USER ? changed.attributes() : ""));
        noteScope();
    }

    /** Whose passwords may rightly have been dropped. */
    private void noteScope() {
        for (ObjectGuid user : users) {
            if (at.find(user)
                    .filter(entry -> entry.deleted() || !Settings.inScope(at.dn(entry)))
                    .isPresent()) {
                wandered.add(user);
            }
            if (at.find(user)
                    .filter(entry -> entry.state().value("userAccountControl").equals(Optional.of(DISABLED)))
                    .isPresent()) {
                disabled.add(user);
            }
        }
    }

    private void set(String attribute, @Nullable String value) {
        pick(Kind.USER, this::alive)
                .ifPresent(person -> put(person, person.state().with(attribute, value)));
    }

    private void newManager() {
        Optional<Entry> boss = pick(Kind.USER, this::alive);
        pick(Kind.USER, entry -> alive(entry) && !boss.equals(Optional.of(entry)))
                .ifPresent(person -> put(
                        person,
                        person.state().with("manager", boss.orElseThrow().guid().toString())));
    }

    private void renamed(Optional<Entry> which, String rdn) {
        which.ifPresent(entry -> put(entry, entry.state().at(entry.state().parent(), rdn)));
    }

    private void move(Entry entry, ObjectGuid place) {
        put(entry, entry.state().at(place, entry.state().rdn()));
    }

    private void delete(Optional<Entry> which) {
        which.ifPresent(entry -> {
            at.live(entry.guid(), false);
            tell("deleted " + shown(entry));
            noteScope();
        });
    }

    private void restore(Optional<Entry> which) {
        which.ifPresent(entry -> {
            wentWithRoot.remove(entry.guid());
            at.live(entry.guid(), true);
            put(entry, entry.state().at(place(), "CN=Restored " + names++));
        });
    }

    private void newGroup() {
        add(Kind.GROUP, "CN=G" + names++, place(), Map.of());
    }

    private void join(Optional<Entry> group) {
        Optional<Entry> member = random.nextInt(4) == 0 ? pick(Kind.GROUP, this::ours) : pick(Kind.USER, this::alive);
        if (group.isPresent() && member.isPresent() && !group.equals(member)) {
            at.link(group.get().guid(), member.get().guid(), true);
            tell(shown(member.get()) + " joins " + shown(group.get()));
        }
    }

    private void leave(Optional<Entry> group) {
        group.ifPresent(from -> {
            List<ObjectGuid> members = at.members(from.guid());
            if (!members.isEmpty()) {
                ObjectGuid member = members.get(random.nextInt(members.size()));
                at.link(from.guid(), member, false);
                tell(shown(at.entry(member)) + " leaves " + shown(from));
            }
        });
    }

    private void changeUnit() {
        Entry unit = at.entry(units.get(random.nextInt(units.size())));
        if (random.nextBoolean()) {
            put(unit, unit.state().at(unit.state().parent(), "OU=V" + names++));
        } else {
            put(
                    unit,
                    unit.state()
                            .at(
                                    random.nextInt(3) == 0 ? outside : root,
                                    unit.state().rdn()));
        }
    }

    /** Somebody makes a mistake, or cleans up. */
    private void allOfAUnit() {
        ObjectGuid unit = units.get(random.nextInt(units.size()));
        boolean deletes = random.nextBoolean();
        for (Entry person : at.all()) {
            if (person.state().kind() == Kind.USER
                    && alive(person)
                    && person.state().parent().equals(unit)) {
                if (deletes) {
                    delete(Optional.of(person));
                } else {
                    put(person, person.state().with("userAccountControl", DISABLED));
                }
            }
        }
    }

    /**
     * Somebody deletes the other root with all that is in it, at a place that both domain controllers know of; or restores it. Not
     * before the service knows it: a root that never was there is for a person to mend, in the configuration.
     */
    private void changeRoot() {
        if (!at.alive(otherRoot)) {
            at.live(otherRoot, true);
            wentWithRoot.clear(); // they go like anybody else now
            tell("restored " + shown(at.entry(otherRoot)));
        } else if (random.nextBoolean() && inOtherRoot().anyMatch(this::isKnown) && domain.replicate()) {
            for (Entry entry : inOtherRoot().toList()) {
                if (isKnownAsWell(entry)) {
                    wentWithRoot.add(entry.guid());
                }
                delete(Optional.of(entry));
            }
            delete(at.find(otherRoot));
            domain.replicate();
        }
    }

    private Stream<Entry> inOtherRoot() {
        return at.all().stream()
                .filter(entry -> alive(entry) && entry.state().parent().equals(otherRoot));
    }

    /** Whether nothing that was done to a user until now can be a reason to switch the account off. */
    private boolean isKnownAsWell(Entry user) {
        return !wandered.contains(user.guid()) && !disabled.contains(user.guid()) && isKnown(user);
    }

    private boolean isKnown(Entry entry) {
        return entry.state().kind() == Kind.USER
                && isShipped.test(entry.guid(), entry.state().value(REVISION).orElseThrow());
    }

    private void newPassword() {
        pick(Kind.USER, this::alive).ifPresent(person -> {
            int number = ++passwords;
            put(person, person.state().with("pwdLastSet", Long.toString(Filetime.of(clock.instant()))));
            passwordChanged.accept(person.guid(), number);
        });
    }
}
