package adsync.desk;

import adsync.intake.Report;
import adsync.journal.EnrolledController;
import adsync.journal.Journal;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;

/** The domain controllers that send passwords, and how they are. */
public final class ListControllers implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "dc-list";

    private final Journal journal;
    private final Clock clock;

    ListControllers(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        return journal.passwords().controllers().map(controllers -> {
            JsonArray told = new JsonArray();
            controllers.forEach(one -> told.add(tell(one)));
            return Answer.of(new JsonObject().put("controllers", told));
        });
    }

    private JsonObject tell(EnrolledController controller) {
        JsonObject told = new JsonObject()
                .put("name", controller.name())
                .put("enrolled", controller.enrolled())
                .put("trouble", Report.trouble(controller, clock.instant()));
        controller.guid().ifPresent(guid -> told.put("objectGUID", guid));
        controller.seenAt().ifPresent(at -> told.put("seenAt", at.toString()));
        controller.certificateEnds().ifPresent(at -> told.put("certificateEnds", at.toString()));
        Report.of(controller).ifPresent(report -> told.put("report", report.json()));
        return told;
    }
}
