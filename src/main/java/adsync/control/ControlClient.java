package adsync.control;

import adsync.desk.Answer;
import adsync.observe.FailureWords;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Asks the service that runs on a state folder. Blocks. */
public final class ControlClient {

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    /** A name is looked for in every image of the journal. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;

    private ControlClient() {}

    /** What came of it. */
    public sealed interface Told {}

    /** The service answered. */
    public record Answered(Answer answer) implements Told {}

    /**
     * No service answered.
     *
     * @param why in a few words
     */
    public record Unreachable(String why) implements Told {}

    /**
     * Asks.
     *
     * @throws ControlException if the service was reached and cannot answer
     * @throws InterruptedException if this thread is to end
     */
    public static Told ask(Path state, String question, JsonObject asked) throws InterruptedException {
        try {
            Optional<ControlFile> file = ControlFile.read(state);
            return file.isPresent() ? ask(file.get(), question, asked) : new Unreachable("it has no control.json");
        } catch (IOException e) {
            return new Unreachable("control.json cannot be read: " + FailureWords.of(e));
        }
    }

    private static Told ask(ControlFile file, String question, JsonObject asked) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(file.url() + question))
                .timeout(ANSWER_WITHIN)
                .header("Authorization", "Bearer " + file.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(asked.encode()))
                .build();
        try (HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_WITHIN)
                .build()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == UNAUTHORIZED
                    ? new Unreachable("another service answers on " + file.url())
                    : told(answer.statusCode(), new JsonObject(answer.body()));
        } catch (IOException e) {
            return new Unreachable("nothing answers on " + file.url() + ": " + FailureWords.of(e));
        } catch (DecodeException | ClassCastException e) {
            return new Unreachable("what answers on " + file.url() + " is not ADSync");
        }
    }

    private static Told told(int status, JsonObject body) {
        if (status != OK) {
            throw new ControlException(
                    "the running service cannot answer: " + body.getString("error", "its answer has status " + status));
        }
        return new Answered(new Answer(body.getBoolean("found", false), body.getJsonObject("answer")));
    }
}
