package adsync.desk;

import adsync.journal.Comparison;
import adsync.shipper.ComparisonRequested;
import adsync.shipper.ComparisonState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Consumer;

/**
 * Asks for a comparison of all accounts with the provider. Reads {@code report}, to repair nothing, {@code yes}, if ever so many
 * accounts may be missing, and {@code withdrawOutOfScope}, if accounts of users who are there, but not in scope, are to be withdrawn.
 */
public final class Compare implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "compare";

    private final ComparisonState state;
    private final Consumer<ComparisonRequested> request;

    Compare(ComparisonState state, Consumer<ComparisonRequested> request) {
        this.state = state;
        this.request = request;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        long before = state.begun().map(Comparison::number).orElse(0L);
        request.accept(new ComparisonRequested(
                !Asked.flag(asked, "report"), Asked.flag(asked, "yes"), Asked.flag(asked, "withdrawOutOfScope")));
        return Future.succeededFuture(new Answer(
                true,
                new JsonObject()
                        .put("message", "asked for a comparison with the provider; status shows what it finds")
                        .put("before", before)));
    }
}
