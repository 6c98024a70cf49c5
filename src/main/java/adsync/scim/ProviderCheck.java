package adsync.scim;

import adsync.observe.CheckStep;
import adsync.scim.ScimOutcome.Denied;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The steps of {@code adsync check} that concern the provider. */
final class ProviderCheck {

    private static final String NAME = "provider: name";
    private static final String CONNECTION = "provider: connection";
    private static final String CERTIFICATE = "provider: certificate";
    private static final String DISCOVERY = "provider: discovery";
    private static final String LOGIN = "provider: login";
    private static final String USERS = "provider: users";

    private final Vertx vertx;
    private final ScimOptions options;
    private final Clock clock;
    private final String host;
    private final int port;
    private final boolean encrypted;
    private final List<CheckStep> steps = new ArrayList<>();

    ProviderCheck(Vertx vertx, ScimOptions options, Clock clock) {
        this.vertx = vertx;
        this.options = options;
        this.clock = clock;
        URI url = options.url();
        host = String.valueOf(url.getHost()).replaceAll("[\\[\\]]", "");
        encrypted = "https".equalsIgnoreCase(url.getScheme());
        port = url.getPort() >= 0 ? url.getPort() : encrypted ? 443 : 80;
    }

    /** Each step only if the one before it passed. */
    Future<List<CheckStep>> run(MeterRegistry registry) {
        return steps(registry, false);
    }

    /** The same as far as it goes without a login. */
    Future<List<CheckStep>> reach(MeterRegistry registry) {
        return steps(registry, true);
    }

    private Future<List<CheckStep>> steps(MeterRegistry registry, boolean anonymous) {
        ScimClient client;
        try {
            client = ScimClients.open(vertx, options, registry, clock);
        } catch (IllegalArgumentException e) {
            return Future.succeededFuture(List.of(CheckStep.failed(
                    "provider: options", String.valueOf(e.getMessage()), "correct the configuration")));
        }
        return resolve()
                .compose(passed -> passed ? connect() : Future.succeededFuture(false))
                .compose(passed -> passed ? discover(client, anonymous) : Future.succeededFuture(false))
                .compose(passed ->
                        !passed ? Future.succeededFuture(false) : anonymous ? endpoint(client) : login(client))
                .transform(end -> client.close().transform(closed -> Future.succeededFuture(List.copyOf(steps))));
    }

    private Future<Boolean> passed(String name, String detail) {
        steps.add(CheckStep.passed(name, detail));
        return Future.succeededFuture(true);
    }

    private Future<Boolean> failed(String name, String cause, String remedy) {
        steps.add(CheckStep.failed(name, cause, remedy));
        return Future.succeededFuture(false);
    }

    private Future<Boolean> resolve() {
        return vertx.<String>executeBlocking(() -> Stream.of(InetAddress.getAllByName(host))
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")))
                .transform(addresses -> addresses.succeeded()
                        ? passed(NAME, host + " is " + addresses.result())
                        : failed(
                                NAME,
                                host + " cannot be resolved",
                                "check the host name in provider.url and this machine's DNS servers"));
    }

    private Future<Boolean> connect() {
        NetClient sockets =
                vertx.createNetClient(new NetClientOptions().setConnectTimeout(HttpTransport.CONNECT_MILLIS));
        return sockets.connect(port, host)
                .compose(socket -> socket.close())
                .transform(connected -> connected.succeeded()
                        ? passed(CONNECTION, host + ':' + port + " accepts connections")
                        : failed(
                                CONNECTION,
                                "no connection to " + host + ':' + port + ": "
                                        + connected.cause().getMessage(),
                                "check the port in provider.url, that the provider runs, and the firewalls between"))
                .eventually(sockets::close);
    }

    private Future<Boolean> discover(ScimClient client, boolean anonymous) {
        return client.discover().transform(features -> {
            if (features.succeeded()) {
                steps.add(CheckStep.passed(CERTIFICATE, certificate()));
                return passed(DISCOVERY, features.result().describe());
            }
            ScimOutcome outcome = outcome(features.cause());
            if (Explanation.lacksPatch(outcome)) {
                steps.add(CheckStep.passed(CERTIFICATE, certificate()));
                return failed(DISCOVERY, Explanation.cause(outcome), Explanation.PATCH_NEEDED);
            }
            if (anonymous && denies(outcome)) {
                return passed(CERTIFICATE, certificate());
            }
            return failed(step(outcome), Explanation.cause(outcome), Explanation.remedy(outcome, encrypted));
        });
    }

    /** Which step it is that fails: discovery is the first to try certificate and login. */
    private String step(ScimOutcome outcome) {
        if (denies(outcome)) {
            return LOGIN;
        }
        return encrypted && outcome instanceof Denied denied && denied.status() == 0 ? CERTIFICATE : DISCOVERY;
    }

    private String certificate() {
        return encrypted ? "TLS works and the certificate is for " + host : "none: the connection is not encrypted";
    }

    private Future<Boolean> login(ScimClient client) {
        return client.countUsers().transform(count -> {
            if (count.succeeded()) {
                return passed(LOGIN, "accepted; the provider has " + count.result() + " users");
            }
            ScimOutcome outcome = outcome(count.cause());
            return failed(
                    denies(outcome) ? LOGIN : USERS,
                    Explanation.cause(outcome),
                    Explanation.remedy(outcome, encrypted));
        });
    }

    /** Whether users are kept below the address; whoever is refused there for want of a login has found them. */
    private Future<Boolean> endpoint(ScimClient client) {
        return client.countUsers().transform(count -> {
            ScimOutcome outcome = count.succeeded() ? new ScimOutcome.Applied(200) : outcome(count.cause());
            return count.succeeded() || denies(outcome)
                    ? passed(USERS, "the provider answers")
                    : failed(USERS, Explanation.cause(outcome), Explanation.remedy(outcome, encrypted));
        });
    }

    private static boolean denies(ScimOutcome outcome) {
        return outcome instanceof Denied denied && (denied.status() == 401 || denied.status() == 403);
    }

    private static ScimOutcome outcome(Throwable failure) {
        return failure instanceof ScimException known
                ? known.outcome()
                : new ScimOutcome.Unknown(0, String.valueOf(failure.getMessage()));
    }
}
