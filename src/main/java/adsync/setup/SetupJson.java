package adsync.setup;

import adsync.config.EffectiveConfiguration;
import adsync.config.KeyChange;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What a set-up tells, for programs: the same on the command line and on the page. */
public final class SetupJson {

    private SetupJson() {}

    /** What is wrong, by configuration key. */
    public static JsonArray failures(Tried tried) {
        JsonArray failures = new JsonArray();
        tried.failures()
                .forEach(failure -> failures.add(new JsonObject()
                        .put("key", failure.key())
                        .put("cause", failure.cause())
                        .put("remedy", failure.remedy())));
        return failures;
    }

    /** What a save would change. */
    public static JsonArray changes(List<KeyChange> changes) {
        JsonArray json = new JsonArray();
        changes.forEach(change -> json.add(new JsonObject()
                .put("key", change.key())
                .put("before", change.before())
                .put("after", change.after())
                .put("restart", EffectiveConfiguration.needsRestart(change.key()))));
        return json;
    }
}
