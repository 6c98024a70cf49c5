package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.ConformanceFinding.Verdict;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.secret.Secret;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.ScimServer;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the probes find at a real SCIM server, and that they leave nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_METHOD)
abstract class ConformanceSuite {

    static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";

    final ScimServer server = open();
    final FaultProxy proxy = FaultProxy.before(server.url());
    private final Vertx vertx = Vertx.vertx();

    abstract ScimServer open();

    /** How it changes users. */
    String changes() {
        return "PATCH";
    }

    /** What works besides, here. */
    List<String> alsoWorks() {
        return List.of("bulk: POST, PATCH and DELETE, one of which fails", "groups: remove a member");
    }

    @AfterEach
    void close() {
        proxy.close();
        server.close();
        vertx.close().await();
    }

    Conformance probe(boolean write, String... needPatch) {
        var options = new ScimOptions(
                URI.create(proxy.url()),
                new TokenLogin(Secret.of(server.token())),
                Optional.empty(),
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                List.of(needPatch));
        return ProviderConformance.find(vertx, options, EXTENSION, write, Clock.systemUTC(), finding -> {});
    }

    static List<String> of(Conformance found, Verdict verdict) {
        return found.findings().stream()
                .filter(finding -> finding.verdict() == verdict)
                .map(finding -> finding.area() + ": " + finding.probe())
                .toList();
    }

    List<JsonObject> left() {
        return server.probe().all("/Users");
    }

    @Test
    void reading_changes_nothing() {
        Conformance found = probe(false);

        assertThat(found.conforms()).as(found.findings().toString()).isTrue();
        assertThat(of(found, Verdict.WORKS)).contains("filters: externalId eq, nobody has it", "users: a wrong login");
        assertThat(found.switches()).containsKey("bulk").containsEntry("extensions: " + EXTENSION, "sent");
        assertThat(proxy.requests().keySet()).allMatch(request -> request.startsWith("GET "));
    }

    @Test
    void writing_finds_what_works_and_leaves_nothing_behind() {
        Conformance found = probe(true);

        assertThat(found.conforms()).as(found.findings().toString()).isTrue();
        assertThat(of(found, Verdict.WORKS))
                .contains(
                        "create: a login that is taken, in other case",
                        "change: replace active",
                        "change: replace a list",
                        "change: enterprise extension",
                        "change: extension of ADSync",
                        "change: services",
                        "delete: DELETE",
                        "clean-up: what was made");
        assertThat(of(found, Verdict.WORKS)).containsAll(alsoWorks());
        assertThat(found.switches().get("changes")).contains(changes());
        assertThat(left()).isEmpty();
        assertThat(server.probe().all("/Groups")).isEmpty();
    }

    @Test
    void what_is_broken_is_found_and_what_was_made_is_removed_all_the_same() {
        proxy.always(request -> request.method().equals(changes()), Fault.status(501));

        Conformance found = probe(true);

        assertThat(found.conforms()).isFalse();
        assertThat(of(found, Verdict.FAILS)).contains("change: replace an attribute", "change: replace active");
        assertThat(left()).isEmpty();
    }

    @Test
    void an_answer_that_was_lost_leaves_nothing_behind() {
        proxy.once(request -> request.method().equals("POST"), Fault.resetAfter());

        Conformance found = probe(true);

        assertThat(of(found, Verdict.FAILS)).contains("create: POST");
        assertThat(left()).isEmpty();
    }

    @Test
    void what_cannot_be_removed_is_named() {
        proxy.always(request -> request.method().equals("DELETE"), Fault.status(403));

        Conformance found = probe(true);

        assertThat(found.findings())
                .last()
                .matches(
                        last -> last.verdict() == Verdict.FAILS && last.detail().contains("/Users/"));
        assertThat(left()).isNotEmpty();
    }

    @Test
    void an_address_below_which_nothing_of_scim_is_described_is_a_wrong_one() {
        proxy.always(
                request -> Stream.of("/ServiceProviderConfig", "/Schemas", "/ResourceTypes")
                        .anyMatch(request.path()::endsWith),
                Fault.status(404));

        Conformance found = probe(false);

        assertThat(of(found, Verdict.FAILS)).containsExactly("discovery: base address");
        assertThat(found.findings())
                .filteredOn(finding -> finding.verdict() == Verdict.FAILS)
                .allMatch(finding -> finding.remedy().contains("provider.url"));
    }

    @Test
    void one_description_that_is_there_is_enough() {
        proxy.always(
                request -> Stream.of("/Schemas", "/ResourceTypes").anyMatch(request.path()::endsWith),
                Fault.status(404));

        assertThat(of(probe(false), Verdict.FAILS)).isEmpty();
    }

    @Test
    void a_refused_login_ends_it() {
        proxy.always(request -> request.path().endsWith("/Users"), Fault.status(403));

        Conformance found = probe(true);

        assertThat(of(found, Verdict.FAILS)).containsExactly("users: login and list");
        assertThat(proxy.count("POST", "/")).isZero();
    }
}
