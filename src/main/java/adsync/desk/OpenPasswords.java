package adsync.desk;

import adsync.journal.Journal;
import adsync.journal.OpenPassword;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Passwords that wait, and why. */
final class OpenPasswords {

    private OpenPasswords() {}

    /** The oldest ones. */
    static Future<JsonArray> of(Journal journal, int limit) {
        return journal.passwords()
                .open(limit)
                .map(open -> new JsonArray(
                        List.copyOf(open.stream().map(OpenPasswords::tell).toList())));
    }

    private static JsonObject tell(OpenPassword open) {
        JsonObject told = new JsonObject()
                .put("id", open.id())
                .put("sid", open.sid())
                .put("controller", open.controller())
                .put("changed", open.changed().toString())
                .put("received", open.received().toString())
                .put("held", open.held())
                .put("cause", open.cause());
        open.user()
                .ifPresent(user ->
                        told.put("objectGUID", user.objectGuid().toString()).put("dn", user.dn()));
        return told;
    }
}
