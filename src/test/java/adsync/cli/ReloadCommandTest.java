package adsync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class ReloadCommandTest {

    @Test
    void groups_are_told_as_accounts_are() {
        var preview = new JsonObject()
                .put("create", 2)
                .put("held", 0)
                .put("groups", new JsonObject().put("create", 1).put("unchanged", 3));

        assertThat(ReloadCommand.expected(preview))
                .containsExactly("Accounts: create 2, held 0", "Groups: create 1, unchanged 3");
        assertThat(ReloadCommand.expected(new JsonObject())).isEmpty();
    }
}
