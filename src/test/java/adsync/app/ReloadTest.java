package adsync.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.config.EffectiveConfiguration;
import adsync.desk.Answer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who asks for a reload, and when; each has read the file before it goes on as far as the test lets it. */
class ReloadTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<Duration> used = new CopyOnWriteArrayList<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final Semaphore going = new Semaphore(0);

    @TempDir
    Path folder;

    private Reload reload;

    @BeforeEach
    void begin() {
        reload = new Reload(
                next -> used.add(next.poll()),
                EffectiveConfiguration.load(file("1s"), Map.of()),
                this::read,
                applied -> {},
                broken -> {},
                Clock.systemUTC());
    }

    @Test
    void what_is_asked_for_while_one_runs_is_done_after_it_with_the_file_as_it_is_then() {
        file("2s");
        reload.begin();
        await().atMost(SOON).until(() -> reads.get() == 1);
        file("3s");

        Answer asked = ask(new JsonObject());
        going.release(2);

        assertThat(change(outcome(asked))).isEqualTo("2s -> 3s");
        assertThat(used).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(3));
    }

    @Test
    void a_hangup_while_one_runs_is_not_lost() {
        file("2s");
        reload.begin();
        await().atMost(SOON).until(() -> reads.get() == 1);
        file("3s");

        reload.begin();
        going.release(2);

        await().atMost(SOON).until(() -> used.size() == 2);
        assertThat(used).last().isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void however_many_ask_while_one_runs_they_get_the_same_one() {
        file("2s");
        Answer first = ask(new JsonObject());
        await().atMost(SOON).until(() -> reads.get() == 1);
        file("3s");

        Answer second = ask(new JsonObject());
        Answer third = ask(new JsonObject());
        reload.begin();
        assertThat(number(third)).isEqualTo(number(second)).isGreaterThan(number(first));
        assertThat(ask(second.body()).body().getBoolean("running")).isTrue();
        going.release(10);

        assertThat(change(outcome(third))).isEqualTo("2s -> 3s");
        assertThat(change(outcome(first))).isEqualTo("1s -> 2s"); // its own, though another one came after it
        assertThat(reads).hasValue(2);
        assertThat(outcome(ask(new JsonObject())).body().getString("message")).contains("nothing is different");
        assertThat(reads).hasValue(3);
    }

    private Answer ask(JsonObject asked) {
        return reload.ask(asked).await();
    }

    /** What came of the one that was answered for, as each of its askers hears of it. */
    private Answer outcome(Answer begun) {
        var about = new JsonObject().put("number", number(begun));
        await().atMost(SOON).until(() -> !ask(about).body().getBoolean("running", false));
        return ask(about);
    }

    private static long number(Answer begun) {
        return begun.body().getLong("number");
    }

    private static String change(Answer outcome) {
        JsonObject change = outcome.body().getJsonArray("changes").getJsonObject(0);
        return change.getString("before") + " -> " + change.getString("after");
    }

    private EffectiveConfiguration read() {
        EffectiveConfiguration read = EffectiveConfiguration.load(folder.resolve("adsync.yaml"), Map.of());
        reads.incrementAndGet();
        going.acquireUninterruptibly();
        return read;
    }

    private Path file(String poll) {
        String text = """
                organization: contoso
                directory:
                  servers: ["ldap://127.0.0.1:1"]
                  allowClearText: true
                  root: OU=Staff,DC=contoso,DC=com
                  user: svc-adsync@contoso.com
                  password: a-password
                  poll: %s
                provider:
                  url: http://127.0.0.1:1/scim/v2
                  user: scim
                  password: a-password
                state: %s
                listen: 127.0.0.1:0
                """.formatted(poll, folder.resolve("state"));
        try {
            return Files.writeString(folder.resolve("adsync.yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
