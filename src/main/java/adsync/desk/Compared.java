package adsync.desk;

import adsync.journal.Comparison;
import adsync.shipper.ComparisonState;
import adsync.shipper.Finding;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** What the last comparison with the provider has found, or the present one so far. Reads {@code limit}. */
public final class Compared implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "compared";

    private static final int FIRST = 1000;

    private static final Comparison NONE =
            Comparison.begin(0, false, false, Instant.EPOCH).ended(Instant.EPOCH, "");

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
        return Future.succeededFuture(Answer.of(body.put("accounts", accounts(limit))));
    }

    private static JsonObject body(Comparison comparison) {
        Comparison.Findings findings = comparison.findings();
        JsonObject body = new JsonObject()
                .put("comparison", comparison.number())
                .put("over", comparison.over())
                .put("repairing", comparison.repairing())
                .put("begunAt", comparison.begunAt().toString())
                .put("listed", findings.listed())
                .put("missing", findings.missing())
                .put("drifted", findings.drifted())
                .put("unkept", findings.unkept())
                .put("foreign", findings.foreign())
                .put("duplicate", findings.duplicate());
        comparison.endedAt().ifPresent(end -> body.put("endedAt", end.toString()));
        return comparison.refusal().isEmpty() ? body : body.put("refusal", comparison.refusal());
    }

    private JsonArray accounts(int limit) {
        JsonArray accounts = new JsonArray();
        state.findings().stream().limit(limit).map(Compared::account).forEach(accounts::add);
        return accounts;
    }

    private static JsonObject account(Finding finding) {
        JsonObject account = new JsonObject()
                .put("kind", finding.kind().word())
                .put("account", finding.accountId())
                .put("userName", finding.userName())
                .put("dn", finding.dn())
                .put("paths", new JsonArray(finding.paths()))
                .put("repairing", finding.repairing());
        finding.objectGuid().ifPresent(guid -> account.put("objectGUID", guid.toString()));
        return account;
    }
}
