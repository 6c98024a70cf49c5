package adsync.desk;

import adsync.desk.DirectoryView.Seen;
import adsync.journal.GroupDossier;
import adsync.journal.GroupLink;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** One group that is shipped, or was, put into words and facts: in the form of {@link Explanation} where they have the same. */
final class GroupExplanation {

    private final GroupDossier group;
    private final Optional<Seen> seen;
    private final boolean directoryAsked;

    /**
     * What is known of it.
     *
     * @param group what we know
     * @param seen what the directory says now
     * @param directoryAsked whether its silence means something
     */
    GroupExplanation(GroupDossier group, Optional<Seen> seen, boolean directoryAsked) {
        this.group = group;
        this.seen = seen;
        this.directoryAsked = directoryAsked;
    }

    JsonObject json() {
        JsonObject json = new JsonObject()
                .put("objectGUID", group.objectGuid().toString())
                .put("dn", seen.map(Seen::dn).orElse(group.dn()))
                .put("scope", scope())
                .put("provider", group.link().map(this::provider).orElseGet(JsonObject::new));
        if (group.shipping()) { // otherwise nobody knows what the provider would have to hear
            json.put("state", Standing.of(group.pending()).word());
        }
        group.pending()
                .ifPresent(pending -> json.put("waiting", Explanation.waiting(pending))
                        .put(
                                "lastChange",
                                Explanation.change(pending.kind(), pending.origin(), pending.correlationId())));
        return json;
    }

    private String scope() {
        if (!group.shipping()) {
            return "a group, and groups are not shipped now (groups.ship)";
        }
        return switch (group.presence()) {
            case LEFT -> "a group that is shipped no more: it left the scope";
            case DELETED -> "a group that is shipped no more: it was deleted in the directory";
            case PRESENT -> "a group that is shipped" + unseen();
        };
    }

    private String unseen() {
        if (seen.isPresent()) {
            return seen.get().deleted() ? "; it is deleted in the directory" : "";
        }
        return directoryAsked ? "; the directory does not have it, or does not show it" : "";
    }

    private JsonObject provider(GroupLink link) {
        return new JsonObject()
                .put("id", link.providerId())
                .put("displayName", link.displayName())
                .put("members", group.members());
    }
}
