package adsync.desk;

import adsync.journal.Comparison;
import adsync.shipper.ComparisonState;
import adsync.shipper.Finding;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What the last comparison with the provider has found, or the present one so far. Reads {@code limit}. */
public final class Compared implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "compared";

    private static final int FIRST = 1000;

    private static final Comparison NONE = Comparison.begin(0, Instant.EPOCH).ended(Instant.EPOCH, "");

    private final ComparisonState state;

    Compared(ComparisonState state) {
        this.state = state;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        int limit = Asked.limit(asked, FIRST);
        JsonObject body = body(state.begun().orElse(NONE));
        return Future.succeededFuture(Answer.of(body.put("total", state.accounts())
                .put("accounts", found(state.findings(), limit))
                .put("foundGroups", found(state.groups(), limit))));
    }

    private static JsonObject body(Comparison comparison) {
        JsonObject body = counts(comparison.findings())
                .put("comparison", comparison.number())
                .put("over", comparison.over())
                .put("phase", comparison.phase().name().toLowerCase(Locale.ROOT))
                .put("repairing", comparison.repairing())
                .put("begunAt", comparison.begunAt().toString())
                .put("groups", counts(comparison.groups()));
        comparison.endedAt().ifPresent(end -> body.put("endedAt", end.toString()));
        return comparison.refusal().isEmpty() ? body : body.put("refusal", comparison.refusal());
    }

    private static JsonObject counts(Comparison.Findings findings) {
        return new JsonObject()
                .put("listed", findings.listed())
                .put("missing", findings.missing())
                .put("drifted", findings.drifted())
                .put("unkept", findings.unkept())
                .put("foreign", findings.foreign())
                .put("duplicate", findings.duplicate())
                .put("orphaned", findings.orphaned());
    }

    private static JsonArray found(List<Finding> findings, int limit) {
        JsonArray found = new JsonArray();
        findings.stream()
                .limit(limit)
                .map(one -> one.group() ? group(one) : account(one))
                .forEach(found::add);
        return found;
    }

    private static JsonObject group(Finding finding) {
        return found(finding).put("group", finding.accountId()).put("displayName", finding.userName());
    }

    private static JsonObject account(Finding finding) {
        return found(finding).put("account", finding.accountId()).put("userName", finding.userName());
    }

    private static JsonObject found(Finding finding) {
        JsonObject json = new JsonObject()
                .put("kind", finding.kind().word())
                .put("dn", finding.dn())
                .put("paths", new JsonArray(finding.paths()))
                .put("repairing", finding.repairing());
        finding.objectGuid().ifPresent(guid -> json.put("objectGUID", guid.toString()));
        return json;
    }
}
