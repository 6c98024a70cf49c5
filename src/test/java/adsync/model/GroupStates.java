package adsync.model;

import adsync.shipper.RehearsedGroup;
import adsync.shipper.RehearsedGroup.Kind;
import adsync.shipper.RehearsedGroup.Member;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Groups with name and members: as a preview says that they will be, and as they are at the provider. */
final class GroupStates {

    private static final String NEW = "new:";

    private GroupStates() {}

    /** A group; each member as often as it is there. */
    record State(String displayName, List<String> members) {
        State {
            List<String> sorted = new ArrayList<>(members);
            Collections.sort(sorted);
            members = List.copyOf(sorted);
        }
    }

    /** What is there, by the provider's id. What is not among the old ones is named as a preview does. */
    static Map<String, State> real(Collection<JsonObject> groups, Map<String, String> newNames) {
        Map<String, State> states = new TreeMap<>();
        for (JsonObject group : groups) {
            String id = group.getString("id");
            List<String> members = group.getJsonArray("members", new JsonArray()).stream()
                    .map(member -> ((JsonObject) member).getString("value"))
                    .map(member -> newNames.getOrDefault(member, member))
                    .toList();
            states.put(newNames.getOrDefault(id, id), new State(group.getString("displayName"), members));
        }
        return states;
    }

    /** How a preview names accounts and groups that were not there before. */
    static Map<String, String> newNames(Map<String, JsonObject> before, Map<String, JsonObject> after) {
        Map<String, String> names = new HashMap<>();
        after.forEach((id, one) -> {
            if (!before.containsKey(id)) {
                names.put(id, NEW + one.getString("externalId"));
            }
        });
        return names;
    }

    /** What was there, changed as a preview says. */
    static Map<String, State> expected(Map<String, State> before, List<RehearsedGroup> previewed) {
        Map<String, State> states = new TreeMap<>(before);
        for (RehearsedGroup one : previewed) {
            String id = one.groupId().orElse(NEW + one.objectGuid());
            boolean deletes = one.kinds().contains(Kind.DELETE);
            boolean waits = one.held() && (deletes || one.kinds().isEmpty());
            if (deletes && !waits) {
                states.remove(id);
            } else if (!waits && (states.containsKey(id) || one.kinds().contains(Kind.CREATE))) {
                State state = states.getOrDefault(id, new State("", List.of()));
                List<String> members = new ArrayList<>(state.members());
                if (!one.held()) {
                    members.removeAll(ids(one.removed().first()));
                }
                members.removeAll(ids(one.added().first()));
                members.addAll(ids(one.added().first()));
                states.put(id, new State(one.displayName(), members));
            }
        }
        return states;
    }

    /**
     * Groups without what hangs on a moment. Whoever goes, but is held, may have come to a group just before that was found, and
     * stays there until somebody decides; and a group that goes, but is held, may have lost or got members just before.
     *
     * @param undecided the accounts and groups that are held
     */
    static Map<String, State> without(Set<String> undecided, Map<String, State> groups) {
        Map<String, State> states = new TreeMap<>();
        groups.forEach((id, state) -> states.put(
                id,
                new State(
                        state.displayName(),
                        undecided.contains(id)
                                ? List.of()
                                : state.members().stream()
                                        .filter(member -> !undecided.contains(member))
                                        .toList())));
        return states;
    }

    static List<String> ids(List<Member> members) {
        return members.stream().map(Member::id).toList();
    }
}
