package adsync.desk;

import adsync.intake.Coverage;
import adsync.intake.Report;
import adsync.journal.EnrolledController;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** The domain controllers that send passwords or should, and how they are. */
public final class ListControllers implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "dc-list";

    private final AskedCoverage coverage;

    ListControllers(AskedCoverage coverage) {
        this.coverage = coverage;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return coverage.now().map(now -> {
            JsonArray controllers = new JsonArray();
            now.sources().forEach(one -> controllers.add(tell(one)));
            JsonObject told = new JsonObject().put("taken", coverage.taken()).put("controllers", controllers);
            now.unasked().ifPresent(why -> told.put("unasked", why));
            return Answer.of(told);
        });
    }

    private static JsonObject tell(Coverage.Source source) {
        JsonObject told = new JsonObject()
                .put("name", source.name())
                .put(
                        "enrolled",
                        source.invited().filter(EnrolledController::enrolled).isPresent())
                .put("expected", source.expected())
                .put("trouble", source.trouble().isEmpty() ? source.loss() : source.trouble());
        source.invited().ifPresent(invited -> tell(invited, told));
        return told;
    }

    private static void tell(EnrolledController controller, JsonObject told) {
        controller.guid().ifPresent(guid -> told.put("objectGUID", guid));
        controller.seenAt().ifPresent(at -> told.put("seenAt", at.toString()));
        controller.certificateEnds().ifPresent(at -> told.put("certificateEnds", at.toString()));
        Report.of(controller).ifPresent(report -> told.put("report", report.json()));
    }
}
