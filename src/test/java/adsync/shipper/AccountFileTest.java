package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.FoundUser;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether a state is in memory or in the file makes no difference. */
class AccountFileTest {

    private static final int ACCOUNTS = 1_100;

    @TempDir
    private Path folder;

    private static FoundUser account(int number, String title) {
        var values = new TreeMap<String, Object>(Map.of(
                "title",
                title,
                "active",
                true,
                "emails",
                new JsonArray().add(new JsonObject().put("type", "work").put("value", "p" + number + "@example.com"))));
        return FoundUser.of("id" + number, Optional.of("external" + number), "p" + number, values);
    }

    @Test
    void every_state_is_found_again_wherever_it_is_kept() throws IOException {
        for (long memory : List.of(0L, 20_000L, Long.MAX_VALUE)) {
            Path path = folder.resolve("accounts" + memory);
            try (var file = new AccountFile(path, memory)) {
                for (int number = 0; number < ACCOUNTS; number++) {
                    file.put(account(number, "Clerk"));
                }
                long before = file.number("id7");
                file.put(account(7, "Director"));
                file.remove("id8");

                assertThat(file.at(before)).contains(account(7, "Clerk"));
                assertThat(file.byId("id7")).contains(account(7, "Director"));
                assertThat(file.byExternalId("EXTERNAL7")).containsExactly(account(7, "Director"));
                assertThat(file.byLogin("p1099")).containsExactly(account(1099, "Clerk"));
                assertThat(file.byId("id8")).isEmpty();
                assertThat(file.byLogin("p8")).isEmpty();
                assertThat(Files.size(path) > 0).isEqualTo(memory < Long.MAX_VALUE);
            }
        }
    }

    @Test
    void a_photo_counts_with_its_length() throws IOException {
        Path path = folder.resolve("photos");
        try (var file = new AccountFile(path, 1_000_000)) {
            for (int number = 0; number < 4; number++) {
                var values = new TreeMap<String, Object>(
                        Map.of("photos", List.of(Map.of("value", "A".repeat(400_000), "type", "photo"))));
                file.put(FoundUser.of("id" + number, Optional.empty(), "p" + number, values));
            }

            assertThat(Files.size(path)).isBetween(800_000L, 900_000L);
        }
    }
}
