package adsync.simulation;

import adsync.change.ObjectGuid;
import adsync.scim.FoundUser;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Change;
import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOperation.Delete;
import adsync.scim.ScimOperation.Edit;
import adsync.scim.ScimOperation.Patch;
import adsync.scim.ScimOutcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The provider's accounts and groups, with unique logins, and a memory of what was done to them. */
final class SimulatedProvider {

    private final Map<String, Map<String, Object>> accounts = new LinkedHashMap<>();
    private final Map<String, ProvidedGroup> groups = new LinkedHashMap<>();
    private final Map<String, List<String>> applied = new TreeMap<>();
    private final Map<String, Integer> passwords = new HashMap<>();
    private final Harm harm;
    private final Trace trace;
    private int number;

    SimulatedProvider(Clock clock, Trace trace) {
        this.harm = new Harm(clock);
        this.trace = trace;
    }

    /** A group; a member may be there twice. */
    record ProvidedGroup(String externalId, String displayName, List<String> members) {}

    Map<String, Map<String, Object>> accounts() {
        return accounts;
    }

    Map<String, ProvidedGroup> groups() {
        return groups;
    }

    /** Everybody's revisions in the order in which they came. */
    Map<String, List<String>> applied() {
        return applied;
    }

    /** Whether a user's account is on and always was, and the last that came of the user is this revision. */
    boolean isShipped(ObjectGuid user, String revision) {
        List<String> of = applied.getOrDefault(user.toString(), List.of());
        return !of.isEmpty()
                && of.getLast().equals(revision)
                && !harm.wasWithdrawn(user.toString())
                && accounts.values().stream()
                        .anyMatch(account -> key(account).equals(user.toString()) && active(account));
    }

    Harm harm() {
        return harm;
    }

    /** Whether an account that is on, or a group, has this identifier. */
    private boolean isThere(String id) {
        return groups.containsKey(id) || active(accounts.getOrDefault(id, Map.of()));
    }

    /** Takes members out of a group. */
    void removed(ProvidedGroup group, List<String> members) {
        members.stream()
                .filter(member -> group.members().contains(member) && isThere(member))
                .forEach(member -> harm.note(Harm.Kind.MEMBER, group.externalId(), member));
    }

    String newId(String kind) {
        return kind + ++number;
    }

    ScimOutcome perform(ScimOperation operation) {
        ScimOutcome outcome = switch (operation) {
            case Create create -> create(create);
            case Change change -> change(change);
            case Delete delete -> delete(delete);
        };
        trace.add("provider: " + shown(operation) + " -> " + outcome.status());
        return outcome;
    }

    static String shown(ScimOperation operation) {
        return switch (operation) {
            case Create create -> "POST " + create.resource().userName();
            case Change change ->
                (change instanceof Patch ? "PATCH " : "PUT ") + change.id() + " "
                        + change.edits().stream()
                                .map(edit -> last(edit.path()) + "=" + edit.value())
                                .toList();
            case Delete delete -> "DELETE " + delete.id();
        };
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf(':') + 1);
    }

    private ScimOutcome create(Create create) {
        String login = create.resource().userName();
        if (taken(login, "")) {
            return new ScimOutcome.Conflict(409, "'" + login + "' is taken");
        }
        String key = create.resource().externalId();
        if (!found("externalId", key).isEmpty()) {
            throw new Violation("a second account was made for " + key);
        }
        String id = newId("u");
        accounts.put(id, new TreeMap<>(create.resource().values()));
        applied(id);
        return new ScimOutcome.Created(201, id);
    }

    private boolean taken(String login, String but) {
        return accounts.entrySet().stream()
                .anyMatch(account -> !account.getKey().equals(but)
                        && login.equalsIgnoreCase(
                                String.valueOf(account.getValue().get("userName"))));
    }

    private ScimOutcome change(Change change) {
        Map<String, Object> account = accounts.get(change.id());
        if (account == null) {
            return new ScimOutcome.Missing(404);
        }
        for (Edit edit : change.edits()) {
            if ("userName".equals(edit.path()) && taken(String.valueOf(edit.value()), change.id())) {
                return new ScimOutcome.Conflict(409, "'" + edit.value() + "' is taken");
            }
        }
        Map<String, Object> before = new TreeMap<>(account);
        for (Edit edit : change.edits()) {
            Object value = edit.value();
            if (value == null) {
                account.remove(edit.path());
            } else {
                account.put(edit.path(), value);
            }
        }
        compare(before, account);
        if (change.edits().stream().anyMatch(edit -> Story.REVISION.equals(edit.path()))) {
            applied(change.id());
        }
        return new ScimOutcome.Applied(200);
    }

    private void compare(Map<String, Object> before, Map<String, Object> now) {
        String key = key(now);
        if (active(before) && !active(now)) {
            harm.note(Harm.Kind.WITHDRAWN, key, "");
        }
        if (served(before) && !served(now)) {
            harm.note(Harm.Kind.SERVICE, key, "");
        }
        if (!before.getOrDefault("userName", "").equals(now.get("userName"))) {
            harm.note(Harm.Kind.LOGIN, key, "");
        }
    }

    static boolean served(Map<String, Object> account) {
        return String.valueOf(account.get("entitlements")).contains("mailbox");
    }

    private ScimOutcome delete(Delete delete) {
        Map<String, Object> account = accounts.remove(delete.id());
        if (account == null) {
            return new ScimOutcome.Missing(404);
        }
        harm.note(Harm.Kind.WITHDRAWN, key(account), "");
        return new ScimOutcome.Applied(204);
    }

    static boolean active(Map<String, Object> account) {
        return Boolean.TRUE.equals(account.get("active"));
    }

    static String key(Map<String, Object> account) {
        return String.valueOf(account.get("externalId"));
    }

    private void applied(String id) {
        Map<String, Object> account = accounts.getOrDefault(id, Map.of());
        Object revision = account.get(Story.REVISION);
        if (revision != null) {
            applied.computeIfAbsent(key(account), first -> new ArrayList<>()).add(revision.toString());
        }
    }

    /** Those that were set last, by number, never go back. */
    ScimOutcome password(String id, String sealed) {
        Map<String, Object> account = accounts.get(id);
        if (account == null) {
            return new ScimOutcome.Missing(404);
        }
        int set = Integer.parseInt(sealed.substring(sealed.indexOf('-') + 1));
        Integer before = passwords.put(id, set);
        trace.add("provider: password " + sealed + " of " + id);
        if (before != null && before > set) {
            throw new Violation("account " + id + " got password " + set + " after password " + before);
        }
        account.put("password", sealed);
        return new ScimOutcome.Applied(200);
    }

    List<FoundUser> found(String path, String value) {
        return accounts.entrySet().stream()
                .filter(account -> value.equals(account.getValue().get(path)))
                .map(account -> found(account.getKey()))
                .toList();
    }

    FoundUser found(String id) {
        Map<String, Object> values = new TreeMap<>(accounts.getOrDefault(id, Map.of()));
        values.remove("password");
        return FoundUser.of(id, Optional.of(key(values)), String.valueOf(values.get("userName")), values);
    }
}
