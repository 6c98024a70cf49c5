package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class StatusWordsTest {

    @Test
    void what_is_still_being_prepared_is_said_in_a_sentence() {
        assertThat(StatusWords.cause(preparing().put("details", new JsonObject().put("phase", "enumerating"))))
                .isEqualTo("everybody is read; nothing is wrong");
        assertThat(StatusWords.cause(preparing().put("details", new JsonObject().put("phase", "connecting"))))
                .isEqualTo("it connects; nothing is wrong");
        assertThat(StatusWords.cause(preparing().put("details", new JsonObject().put("shipping", true))))
                .isEqualTo("was not asked yet; nothing is wrong");
    }

    @Test
    void a_cause_is_told_as_it_is() {
        JsonObject part =
                preparing().put("cause", "no bell").put("details", new JsonObject().put("phase", "following"));

        assertThat(StatusWords.cause(part)).isEqualTo("no bell");
        assertThat(StatusWords.cause(new JsonObject().put("state", "up").put("details", new JsonObject())))
                .isEmpty();
    }

    private static JsonObject preparing() {
        return new JsonObject().put("state", "degraded");
    }
}
