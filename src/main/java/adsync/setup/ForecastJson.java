package adsync.setup;

import adsync.setup.Forecaster.Forecast;
import adsync.shipper.GroupCounts;
import adsync.shipper.RehearsalSummary;
import adsync.shipper.Rehearsed;
import adsync.shipper.RehearsedAccount;
import adsync.shipper.RehearsedAccount.Kind;
import adsync.shipper.RehearsedGroup;
import adsync.shipper.RehearsedGroup.Members;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** A preview for programs: the same on the command line and on the page. */
public final class ForecastJson {

    private ForecastJson() {}

    /** One account or group. */
    public static JsonObject line(Rehearsed one) {
        JsonObject line = new JsonObject()
                .put("objectGUID", one.objectGuid().toString())
                .put("dn", one.dn())
                .put("held", one.held());
        switch (one) {
            case RehearsedAccount account -> describe(account, line.put("type", "account"));
            case RehearsedGroup group -> describe(group, line.put("type", "group"));
        }
        return one.cause().isEmpty() ? line : line.put("cause", one.cause());
    }

    private static void describe(RehearsedAccount account, JsonObject line) {
        JsonObject values = new JsonObject();
        account.values()
                .forEach((path, value) -> values.put(
                        path, new JsonObject().put("before", value.before()).put("after", value.after())));
        JsonArray kinds = new JsonArray();
        account.kinds().forEach(kind -> kinds.add(kind.word()));
        line.put("userName", account.userName()).put("kinds", kinds).put("values", values);
        account.accountId().ifPresent(id -> line.put("account", id));
    }

    private static void describe(RehearsedGroup group, JsonObject line) {
        JsonArray kinds = new JsonArray();
        group.kinds().forEach(kind -> kinds.add(kind.word()));
        line.put("displayName", group.displayName())
                .put("kinds", kinds)
                .put("added", members(group.added()))
                .put("removed", members(group.removed()));
        group.nameBefore().ifPresent(name -> line.put("displayNameBefore", name));
        group.groupId().ifPresent(id -> line.put("group", id));
    }

    private static JsonObject members(Members members) {
        JsonArray first = new JsonArray();
        members.first()
                .forEach(member ->
                        first.add(new JsonObject().put("id", member.id()).put("name", member.name())));
        return new JsonObject().put("count", members.count()).put("first", first);
    }

    /** The numbers. */
    public static JsonObject summary(Forecast forecast) {
        RehearsalSummary summary = forecast.summary();
        return new JsonObject()
                .put("changes", counts(summary.counts()))
                .put("held", counts(summary.held()))
                .put("groups", groups(summary.groups()))
                .put("heldBefore", summary.heldBefore())
                .put("parkedBefore", summary.parkedBefore())
                .put("unchanged", summary.unchanged())
                .put("accounts", summary.accounts())
                .put("firstLoadWaits", summary.approval())
                .put("warnings", new JsonArray(forecast.warnings()));
    }

    private static JsonObject counts(Map<Kind, Long> counts) {
        JsonObject json = new JsonObject();
        for (Kind kind : Kind.values()) {
            json.put(kind.word(), counts.getOrDefault(kind, 0L));
        }
        return json;
    }

    private static JsonObject groups(GroupCounts groups) {
        JsonObject changes = new JsonObject();
        JsonObject held = new JsonObject();
        for (RehearsedGroup.Kind kind : RehearsedGroup.Kind.values()) {
            changes.put(kind.word(), groups.count(kind));
            held.put(kind.word(), groups.held().getOrDefault(kind, 0L));
        }
        return new JsonObject()
                .put("changes", changes)
                .put("held", held)
                .put("membersAdded", groups.membersAdded())
                .put("membersRemoved", groups.membersRemoved())
                .put("unchanged", groups.unchanged());
    }
}
