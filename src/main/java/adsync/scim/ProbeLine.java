package adsync.scim;

import adsync.scim.ConformanceFinding.Verdict;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a provider one thing after the other, and notes what is found. Blocks; for one thread that is no event loop. */
final class ProbeLine {

    private static final String ERROR = "urn:ietf:params:scim:api:messages:2.0:Error";

    private final ScimOptions options;
    private final Endpoint endpoint;
    private final ErrorText errors;
    private final Consumer<ConformanceFinding> told;
    private final List<ConformanceFinding> findings = new ArrayList<>();

    ProbeLine(ScimOptions options, Endpoint endpoint, ErrorText errors, Consumer<ConformanceFinding> told) {
        this.options = options;
        this.endpoint = endpoint;
        this.errors = errors;
        this.told = told;
    }

    List<ConformanceFinding> findings() {
        return findings;
    }

    /** What came back; status 0 if nothing did. */
    Reply.Answer get(String path) {
        return ask(HttpMethod.GET, path, null);
    }

    Reply.Answer post(String path, JsonObject body) {
        return ask(HttpMethod.POST, path, body);
    }

    Reply.Answer patch(String path, JsonObject body) {
        return ask(HttpMethod.PATCH, path, body);
    }

    Reply.Answer put(String path, JsonObject body) {
        return ask(HttpMethod.PUT, path, body);
    }

    Reply.Answer delete(String path) {
        return ask(HttpMethod.DELETE, path, null);
    }

    private Reply.Answer ask(HttpMethod method, String path, @Nullable JsonObject body) {
        HttpCall call = HttpCall.of(method, options.url() + path, options.bulkTimeout());
        Reply reply = endpoint.ask(method.name(), body == null ? call : call.with(body))
                .await();
        return switch (reply) {
            case Reply.Answer answer -> answer;
            case Reply.NotSent notSent -> nothing(Explanation.cause(notSent.outcome()));
            case Reply.Lost lost -> nothing(lost.detail());
        };
    }

    private static Reply.Answer nothing(String why) {
        JsonObject error = new JsonObject().put("detail", why);
        return new Reply.Answer(0, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer(error.encode()));
    }

    void works(String area, String probe, String detail) {
        note(new ConformanceFinding(area, probe, Verdict.WORKS, detail, ""));
    }

    void differs(String area, String probe, String detail, String remedy) {
        note(new ConformanceFinding(area, probe, Verdict.DIFFERS, detail, remedy));
    }

    void fails(String area, String probe, String detail, String remedy) {
        note(new ConformanceFinding(area, probe, Verdict.FAILS, detail, remedy));
    }

    private void note(ConformanceFinding finding) {
        findings.add(finding);
        told.accept(finding);
    }

    /** The status of a request with a login that nobody gave out. */
    int asStranger(HttpTransport transport, String path) {
        HttpCall call = HttpCall.of(HttpMethod.GET, options.url() + path, options.requestTimeout())
                .with("Authorization", "Bearer " + UUID.randomUUID());
        return transport.send(call).await() instanceof Reply.Answer answer ? answer.status() : 0;
    }

    /** Of an answer, in a few words and without secrets, for example {@code 409 uniqueness: 'alice' is taken}. */
    String told(Reply.Answer answer) {
        return answer.status() == 0 ? "no answer:" + errors.of(answer).substring(1) : errors.of(answer);
    }

    /** Whether a refusal is in the standard's form. */
    static boolean isScimError(Reply.Answer answer) {
        JsonArray schemas = Body.array(answer.json(), "schemas");
        return schemas != null
                && schemas.contains(ERROR)
                && String.valueOf(answer.status())
                        .equals(String.valueOf(answer.json().getValue("status")));
    }

    static boolean isScimJson(Reply.Answer answer) {
        return Objects.requireNonNullElse(answer.headers().get(HttpHeaders.CONTENT_TYPE), "")
                .toLowerCase(Locale.ROOT)
                .startsWith(HttpCall.SCIM_JSON);
    }

    /** The resources of a list. */
    static List<JsonObject> resources(Reply.Answer answer) {
        JsonArray array = Body.array(answer.json(), "Resources");
        return array == null
                ? List.of()
                : array.stream()
                        .filter(JsonObject.class::isInstance)
                        .map(JsonObject.class::cast)
                        .toList();
    }

    static String equal(String attribute, String value) {
        return encode(attribute + " eq " + Json.encode(value));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
