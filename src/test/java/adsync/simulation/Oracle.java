package adsync.simulation;

import adsync.change.ObjectGuid;
import adsync.mapping.Deprovisioning;
import adsync.simulation.Replica.Entry;
import adsync.simulation.Replica.Kind;
import adsync.simulation.SimulatedProvider.ProvidedGroup;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the provider should have, worked out from the directory by code that shares nothing with ADSync. */
final class Oracle {

    private static final String KEPT = " is gone, but its account ";
    private static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    private final Replica directory;
    private final SimulatedProvider provider;
    private final Deprovisioning deprovisioning;
    private final Story story;
    private final Map<String, String> accounts = new HashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();

    Oracle(Replica directory, SimulatedProvider provider, Deprovisioning deprovisioning, Story story) {
        this.directory = directory;
        this.provider = provider;
        this.deprovisioning = deprovisioning;
        this.story = story;
    }

    /** What is wrong, in words; empty if all is well. */
    List<String> complaints() {
        complaints.clear();
        accounts.clear();
        groups.clear();
        provider.accounts().forEach((id, account) -> once(accounts, SimulatedProvider.key(account), id));
        provider.groups().forEach((id, group) -> once(groups, group.externalId(), id));
        Set<ObjectGuid> served = served();
        for (ObjectGuid user : story.users()) {
            Optional<Entry> entry = directory.find(user).filter(this::inScope);
            String id = accounts.get(user.toString());
            if (entry.isPresent()) {
                compare(entry.get(), id, served.contains(user));
            } else if (id != null
                    && (deprovisioning == Deprovisioning.DELETE
                            || SimulatedProvider.active(
                                    Objects.requireNonNull(provider.accounts().get(id))))) {
                complaints.add(user + KEPT + id + " is there");
            }
        }
        compareGroups();
        return List.copyOf(complaints);
    }

    /** Whether a complaint is about the account of somebody who is gone. */
    static boolean tellsOfKept(String complaint) {
        return complaint.contains(KEPT);
    }

    /** Whether the directory has no user in scope. */
    boolean nobody() {
        return story.users().stream()
                .flatMap(user -> directory.find(user).stream())
                .noneMatch(this::inScope);
    }

    private void once(Map<String, String> of, String key, String id) {
        String other = of.put(key, id);
        if (other != null) {
            complaints.add(key + " is there twice: " + other + ", " + id);
        }
    }

    private boolean inScope(Entry entry) {
        return !entry.deleted() && Settings.inScope(directory.dn(entry));
    }

    /** All members, at any depth. */
    private Set<ObjectGuid> served() {
        Set<ObjectGuid> served = new HashSet<>();
        Deque<ObjectGuid> open = new ArrayDeque<>(directory.members(story.mail()));
        while (!open.isEmpty()) {
            ObjectGuid member = open.remove();
            if (served.add(member)) {
                open.addAll(directory.members(member));
            }
        }
        return served;
    }

    private void compare(Entry entry, @Nullable String id, boolean served) {
        String dn = directory.dn(entry);
        if (id == null) {
            complaints.add(dn + " has no account");
            return;
        }
        Map<String, Object> account = Objects.requireNonNull(provider.accounts().get(id));
        Map<String, Object> expected = new TreeMap<>();
        Replica.State state = entry.state();
        state.value("userPrincipalName").ifPresent(login -> expected.put("userName", login));
        expected.put("active", state.value("userAccountControl").equals(Optional.of("512")));
        state.value(Story.REVISION).ifPresent(revision -> expected.put(Story.REVISION, revision));
        state.value("department").ifPresent(department -> expected.put(ENTERPRISE + "department", department));
        boss(state).ifPresent(boss -> expected.put(ENTERPRISE + "manager", Map.of("value", boss)));
        Map<String, Object> actual = new TreeMap<>(account);
        actual.keySet()
                .retainAll(Set.of(
                        "userName", "active", Story.REVISION, ENTERPRISE + "department", ENTERPRISE + "manager"));
        if (!expected.equals(actual)) {
            complaints.add(dn + " should be " + expected + ", at the provider " + actual);
        }
        boolean entitled = SimulatedProvider.served(account);
        if (served != entitled) {
            complaints.add(dn + ": mailbox should be " + served + ", entitlements are " + account.get("entitlements"));
        }
    }

    private Optional<String> boss(Replica.State state) {
        return state.value("manager")
                .map(ObjectGuid::parse)
                .filter(boss -> directory.find(boss).filter(this::inScope).isPresent())
                .map(boss -> accounts.getOrDefault(boss.toString(), "none"));
    }

    private void compareGroups() {
        for (Entry entry : directory.all()) {
            if (entry.state().kind() != Kind.GROUP) {
                continue;
            }
            String id = groups.get(entry.guid().toString());
            if (inScope(entry) != (id != null)) {
                complaints.add("group " + directory.dn(entry) + (id == null ? " is missing" : " is gone, but there"));
            } else if (id != null) {
                compare(entry, Objects.requireNonNull(provider.groups().get(id)));
            }
        }
    }

    private void compare(Entry entry, ProvidedGroup group) {
        List<String> expected = directory.members(entry.guid()).stream()
                .filter(member -> inScope(directory.entry(member)))
                .map(member -> (directory.entry(member).state().kind() == Kind.GROUP ? groups : accounts)
                        .getOrDefault(member.toString(), "none"))
                .sorted()
                .toList();
        List<String> actual = group.members().stream().sorted().toList();
        String name = entry.state().rdn().substring("CN=".length());
        if (!expected.equals(actual) || !name.equals(group.displayName())) {
            complaints.add("group " + directory.dn(entry) + " should have " + expected + ", has " + actual + " as "
                    + group.displayName());
        }
    }
}
