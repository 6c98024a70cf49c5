package adsync.scim;

import static adsync.scim.SampleUsers.correlation;
import static adsync.scim.SampleUsers.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOptions.TokenLogin;
import adsync.scim.ScimOutcome.Applied;
import adsync.scim.ScimOutcome.Busy;
import adsync.scim.ScimOutcome.Created;
import adsync.scim.ScimOutcome.Unknown;
import adsync.secret.Secret;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScimClientsTest extends AgainstOddServer {

    @Test
    void many_at_once_share_a_bounded_number_of_connections() {
        server.then(201, CREATED);
        List<Future<ScimOutcome>> all = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            all.add(client.execute(new Create(correlation(), plain("user" + number))));
        }

        Future.all(all).await();

        assertThat(all).allSatisfy(one -> assertThat(one.result()).isInstanceOf(Created.class));
        assertThat(server.connections()).isLessThanOrEqualTo(64);
    }

    @Test
    void every_request_is_sent_once_whatever_thread_asks() {
        server.then(204, "");

        Set<ScimOutcome> here = many(200);
        Set<ScimOutcome> there = onVirtualThread(() -> many(200)).await();

        assertThat(here).containsExactly(new Applied(204));
        assertThat(there).containsExactly(new Applied(204));
        assertThat(server.seen()).hasSize(400);
    }

    private Set<ScimOutcome> many(int count) {
        Set<ScimOutcome> outcomes = new HashSet<>();
        for (int number = 0; number < count; number++) {
            outcomes.add(execute(delete));
        }
        return outcomes;
    }

    /** As the shippers do it. */
    private <T> Future<T> onVirtualThread(Supplier<T> task) {
        Promise<T> result = Promise.promise();
        var verticle = new VerticleBase() {
            @Override
            public Future<?> start() {
                result.complete(task.get());
                return Future.succeededFuture();
            }
        };
        vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .onFailure(result::tryFail);
        return result.future();
    }

    @Test
    void closing_breaks_off_what_is_under_way_as_of_unknown_fate_and_sends_nothing_more() {
        server.then(request -> vertx.timer(5, TimeUnit.SECONDS)
                .onSuccess(end -> request.response().setStatusCode(201).end(CREATED)));
        Future<ScimOutcome> underWay = client.execute(alice);
        Awaitility.await().until(() -> server.seen().size() == 1);

        client.close().await();

        assertThat(underWay.await()).isInstanceOf(Unknown.class);
        assertThat(execute(alice)).isInstanceOf(Busy.class);
    }

    @Test
    void requests_are_measured() {
        server.then(201, CREATED).then(404, "{}").thenClose();
        execute(alice);
        execute(delete);
        execute(alice);
        client.bulk(BulkRequest.of(List.of(alice, patch))).await();

        assertThat(timed("POST", "201")).isEqualTo(1);
        assertThat(timed("DELETE", "404")).isEqualTo(1);
        assertThat(timed("POST", "lost")).isEqualTo(1);
        assertThat(timed("BULK", "lost")).isEqualTo(1);
        assertThat(meters.get(ScimMeter.BULK_OPERATIONS.getName()).summary().totalAmount())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://scim.example.net/scim",
                "http://localhost.example.net/scim",
                "http://10.0.0.1/scim",
                "ftp://localhost/scim",
                "https:///scim",
                "/scim",
                "https://user:secret@example.net/scim",
                "https://example.net/scim?x=y"
            })
    void an_url_that_is_unsafe_or_none_is_refused_by_its_key(String url) {
        assertThatThrownBy(() -> ScimClients.open(
                        vertx, options(url, new TokenLogin(Secret.of("t"))), meters, Clock.systemUTC()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("provider.url ")
                .hasMessageNotContaining("secret@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost/scim", "http://127.0.0.9:81/x", "http://[::1]/x", "https://example.net/x"})
    void an_url_on_this_host_or_encrypted_is_taken(String url) {
        ScimClients.open(vertx, options(url, new TokenLogin(Secret.of("t"))), meters, Clock.systemUTC())
                .close()
                .await();
    }

    private double timed(String method, String status) {
        return meters.get(ScimMeter.REQUEST.getName())
                .tags("method", method, "status", status)
                .timer()
                .count();
    }
}
