package adsync.scim;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** What can be found out about a provider on a group that is made for it. */
final class GroupProbes {

    private static final String GROUPS = "groups";
    private static final String NEEDED = "needed only to ship groups (groups.ship)";

    private final ProbeLine line;
    private final boolean patch;
    private final Function<Reply.Answer, Optional<String>> remember;

    /**
     * Tries nothing yet.
     *
     * @param remember takes the path of what was made, so that it is removed, and tells it; empty if nothing was
     */
    GroupProbes(ProbeLine line, boolean patch, Function<Reply.Answer, Optional<String>> remember) {
        this.line = line;
        this.patch = patch;
        this.remember = remember;
    }

    /**
     * All of them.
     *
     * @param user the path of a user who can be a member
     */
    void run(String user, String name) {
        JsonObject group = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:schemas:core:2.0:Group"))
                .put("externalId", UUID.randomUUID().toString())
                .put("displayName", name);
        Reply.Answer answer = line.post("/Groups", group);
        Optional<String> path = remember.apply(answer);
        if (path.isEmpty()) {
            line.differs(GROUPS, "POST", line.told(answer), NEEDED);
            return;
        }
        line.works(GROUPS, "POST", "201");
        if (!patch) {
            line.differs(GROUPS, "members", "without PATCH not one by one", NEEDED);
            return;
        }
        String id = user.substring(user.lastIndexOf('/') + 1);
        JsonArray value = new JsonArray().add(new JsonObject().put("value", id));
        member(path.get(), "add a member", operation("add", "members").put("value", value), 1);
        member(path.get(), "remove a member", operation("remove", "members[value eq \"" + id + "\"]"), 0);
    }

    private void member(String path, String probe, JsonObject operation, int members) {
        JsonObject body = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:PatchOp"))
                .put("Operations", new JsonArray().add(operation));
        Reply.Answer answer = line.patch(path, body);
        JsonArray now = Objects.requireNonNullElseGet(
                Body.array(line.get(path + "?attributes=members").json(), "members"), JsonArray::new);
        if (answer.succeeded() && now.size() == members) {
            line.works(GROUPS, probe, "kept");
        } else {
            line.differs(GROUPS, probe, answer.succeeded() ? "acknowledged and not kept" : line.told(answer), NEEDED);
        }
    }

    private static JsonObject operation(String kind, String path) {
        return new JsonObject().put("op", kind).put("path", path);
    }
}
