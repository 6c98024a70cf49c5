package adsync.intake;

import adsync.journal.EnrolledController;
import adsync.journal.Journal;
import adsync.journal.JournalException;
import adsync.journal.PasswordsReceived;
import adsync.observe.HealthCheck;
import adsync.observe.LogKeys;
import adsync.sealing.KeySets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTPS server for domain controllers. Each is known by a certificate of ours; without one there is nothing but the enrolment.
 * What is asked for is bounded before it is looked at. Runs on an event loop.
 */
public final class IntakeVerticle extends VerticleBase {

    private static final Logger LOGGER = LoggerFactory.getLogger(IntakeVerticle.class);
    private static final DeliveryOptions LOCAL = new DeliveryOptions().setLocalOnly(true);

    private static final String ENROL = "/v1/dc/enrol";
    private static final String RENEW = "/v1/dc/renew";
    private static final String HEARTBEAT = "/v1/dc/heartbeat";
    private static final String EVENTS = "/v1/password-events";

    private static final Map<String, CallRates.Call> RATES =
            Map.of(RENEW, CallRates.Call.RENEWAL, HEARTBEAT, CallRates.Call.HEARTBEAT, EVENTS, CallRates.Call.EVENTS);

    private static final int LARGEST_BODY = 1024 * 1024;
    private static final int LARGEST_FORM = 16 * 1024;

    private final IntakeOptions options;
    private final Journal journal;
    private final Authority authority;
    private final KeySets keys;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Limits limits;
    private final IntakeHealth health;
    private final HealthCount count;
    private final EnrolCall enrolment;
    private final EventsCall events;
    private final HeartbeatCall heartbeats;
    private final CallRates rates;
    private @Nullable Lines lines;
    private @Nullable HttpServer server;
    private int inFlight;

    /** An intake that is not open yet. */
    public IntakeVerticle(
            IntakeOptions options,
            Journal journal,
            Authority authority,
            KeySets keys,
            ControllerDirectory directory,
            Clock clock,
            MeterRegistry meters) {
        this(options, journal, authority, keys, directory, clock, meters, Limits.USUAL);
    }

    /** With limits of its own. */
    IntakeVerticle(
            IntakeOptions options,
            Journal journal,
            Authority authority,
            KeySets keys,
            ControllerDirectory directory,
            Clock clock,
            MeterRegistry meters,
            Limits limits) {
        this.limits = limits;
        this.options = options;
        this.journal = journal;
        this.authority = authority;
        this.keys = keys;
        this.clock = clock;
        this.meters = meters;
        this.health = new IntakeHealth(keys, clock, meters);
        this.count = new HealthCount(health, journal.passwords(), keys, directory, clock);
        this.enrolment = new EnrolCall(journal.passwords(), authority, directory, () -> policy(0), clock);
        var clocks = new Clocks();
        this.events = new EventsCall(
                journal.passwords(),
                keys::accepted,
                new Scales(directory, clocks, clock),
                health.delays(),
                this::received,
                limits.waiting(),
                clock,
                meters);
        this.heartbeats = new HeartbeatCall(journal.passwords(), this::policy, clocks, clock, meters);
        this.rates = new CallRates(clock);
        IntakeMeter.CUT.counter(meters);
        for (FailedHandshake cause : FailedHandshake.values()) {
            IntakeMeter.HANDSHAKES.counter(meters, "cause", cause.word());
        }
        IntakeMeter.REFUSED.counter(meters, "status", Integer.toString(RefusedException.UNAUTHORIZED));
    }

    /** Whether every changed password arrives. */
    public HealthCheck health() {
        return health;
    }

    /** The port it listens on; 0 before it does. */
    public int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(() -> {
                    keys.begin(); // what has to be fetched is not waited for
                    return authority.identity();
                })
                .compose(identity -> {
                    var opened = new Lines(vertx, limits, meters, this::known);
                    lines = opened;
                    HttpServer created = vertx.createHttpServer(new HttpServerOptions()
                                    .setHost(options.host())
                                    .setPort(options.port())
                                    .setSsl(true)
                                    .setUseAlpn(false) // HTTP/1.1 alone: its limits are ours
                                    .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                                    .setKeyCertOptions(identity)
                                    .setTrustOptions(authority.trust())
                                    .setClientAuth(ClientAuth.REQUEST)
                                    .setSslEngineOptions(new WatchedTls(opened.handshakes(clock)))
                                    .setSslHandshakeTimeout(5)
                                    .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS)
                                    .setMaxHeaderSize(4 * 1024)
                                    .setMaxInitialLineLength(512)
                                    .setMaxChunkSize(16 * 1024))
                            .connectionHandler(opened::admit)
                            .exceptionHandler(this::handshakeFailed)
                            .requestHandler(this::answer);
                    server = created;
                    count.begin(vertx);
                    return created.listen();
                });
    }

    /** Nobody is told, and anybody can cause it: a line each would fill the log. */
    private void handshakeFailed(Throwable failure) {
        String cause = FailedHandshake.of(failure).word();
        IntakeMeter.HANDSHAKES.counter(meters, "cause", cause).increment();
        LOGGER.atDebug().addKeyValue(LogKeys.REASON, cause).log("a handshake with the password intake failed");
    }

    private void received(int count) {
        vertx.eventBus().publish(PasswordsReceived.ADDRESS, new PasswordsReceived(count), LOCAL);
    }

    /** What every domain controller is told: our pins, our time, and the key set if it has an older one. */
    private JsonObject policy(long hasVersion) {
        JsonObject told = new JsonObject()
                .put("pins", new JsonArray(authority.pins()))
                .put("time", clock.instant().getEpochSecond());
        keys.current().filter(set -> set.version() > hasVersion).ifPresent(set -> told.put("keySet", set.text()));
        return told;
    }

    private void answer(HttpServerRequest request) {
        Line line = Objects.requireNonNull(lines).of(request.connection());
        if (line == null) {
            request.connection().close();
            return;
        }
        line.headCame();
        // Without a certificate it is good for one request: a client that keeps it after its enrolment would never show
        // the
        // certificate that it was just given.
        boolean last = Lines.anonymous(request.connection());
        var load = new Load();
        Future.succeededFuture()
                .compose(begin -> route(request, line, load))
                .onComplete(over -> inFlight -= load.octets)
                .onSuccess(body -> respond(request, line, 200, body, last))
                .onFailure(failure -> fail(request, line, failure));
    }

    /** What a request weighs until it is answered. */
    private static final class Load {
        private int octets;
    }

    private Future<String> route(HttpServerRequest request, Line line, Load load) {
        String path = String.valueOf(request.path());
        BiFunction<EnrolledController, Buffer, Future<String>> call = switch (path) {
            case ENROL -> (nobody, body) -> enrolment.enrol(body, Lines.address(request.connection()));
            case RENEW -> enrolment::renew;
            case HEARTBEAT -> heartbeats::hear;
            case EVENTS -> events::take;
            default -> throw new RefusedException(RefusedException.NOT_FOUND, "there is nothing here");
        };
        if (!HttpMethod.POST.equals(request.method())) {
            throw new RefusedException(RefusedException.NOT_ALLOWED, "only POST");
        }
        int largest = path.equals(EVENTS) ? LARGEST_BODY : LARGEST_FORM;
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && (length.length() > 9 || Long.parseLong(length) > largest)) {
            throw new RefusedException(RefusedException.TOO_LARGE, "at most " + largest + " octets");
        }
        if (path.equals(ENROL)) {
            return body(request, line, load, largest)
                    .compose(body -> enrolment.enrol(body, Lines.address(request.connection())))
                    .onSuccess(enrolled -> count.again(vertx));
        }
        request.pause();
        return controller(request, line).compose(controller -> {
            rates.count(controller.number(), Objects.requireNonNull(RATES.get(path)));
            Future<Buffer> body = body(request, line, load, largest);
            request.resume();
            boolean silent = Report.silent(controller, clock.instant());
            return body.compose(whole -> call.apply(controller, whole)).onSuccess(heard -> {
                if (silent) {
                    count.again(vertx); // whoever sets one up looks whether it is well
                }
            });
        });
    }

    private Future<Boolean> known(byte[] certificateDigest) {
        return journal.passwords()
                .controller(certificateDigest, clock.instant())
                .map(found -> found.filter(EnrolledController::enrolled).isPresent());
    }

    /** Who asks, by the certificate. */
    private Future<EnrolledController> controller(HttpServerRequest request, Line line) {
        byte[] digest = Lines.digest(request.connection())
                .orElseThrow(() ->
                        new RefusedException(RefusedException.UNAUTHORIZED, "a certificate is needed: enrol first"));
        return journal.passwords().controller(digest, clock.instant()).map(found -> {
            EnrolledController controller =
                    found.filter(EnrolledController::enrolled).orElseThrow(RefusedException::revoked);
            if (Objects.requireNonNull(lines).enough(line, controller.number())) {
                // It ends with the answer: kept open, it would take the place of one that is served.
                line.belongsTo(0);
                throw new RefusedException(RefusedException.TOO_MANY, "too many connections", Duration.ofSeconds(1));
            }
            line.belongsTo(controller.number());
            return controller;
        });
    }

    private Future<Buffer> body(HttpServerRequest request, Line line, Load load, int largest) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            if (whole.future().isComplete()) {
                return; // refused already
            }
            inFlight += part.length();
            load.octets += part.length();
            body.appendBuffer(part);
            if (body.length() > largest) {
                whole.tryFail(new RefusedException(RefusedException.TOO_LARGE, "at most " + largest + " octets"));
            } else if (inFlight > limits.octetsInFlight()) {
                whole.tryFail(new RefusedException(RefusedException.UNAVAILABLE, "busy", Duration.ofSeconds(5)));
            }
        });
        request.endHandler(end -> whole.tryComplete(body));
        request.exceptionHandler(whole::tryFail);
        return whole.future()
                .onSuccess(came -> line.bodyCame()); // what was refused in the middle must come to its end in time, too
    }

    private void fail(HttpServerRequest request, Line line, Throwable failure) {
        RefusedException refused = switch (failure) {
            case RefusedException told -> told;
            case JournalException busy ->
                new RefusedException(
                        RefusedException.UNAVAILABLE, "the journal cannot be written", Duration.ofSeconds(5));
            case NumberFormatException odd -> new RefusedException(RefusedException.BAD_REQUEST, "Content-Length");
            default -> {
                if (!request.response().closed()) {
                    LOGGER.atError().setCause(failure).log("a request to the password intake failed");
                }
                yield new RefusedException(RefusedException.INTERNAL, "internal error");
            }
        };
        IntakeMeter.REFUSED
                .counter(meters, "status", Integer.toString(refused.status()))
                .increment();
        LOGGER.atDebug()
                .addKeyValue(LogKeys.STATUS, refused.status())
                .addKeyValue(LogKeys.REASON, String.valueOf(refused.getMessage()))
                .log("a request to the password intake was refused");
        long seconds = (refused.retryAfter().toMillis() + 999) / 1000;
        if (seconds > 0) {
            request.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        }
        String body = new JsonObject().put("error", refused.getMessage()).encode();
        if (request.isEnded() || refused.status() == RefusedException.TOO_LARGE) {
            respond(request, line, refused.status(), body, !request.isEnded());
        } else {
            // The rest is dropped first: who is still sending would not hear the answer.
            request.handler(rest -> {});
            // Who was revoked may enrol anew, and has another certificate then.
            boolean last = refused.status() == RefusedException.FORBIDDEN || line.controller() == 0;
            request.endHandler(end -> respond(request, line, refused.status(), body, last));
            request.resume();
        }
    }

    /** If the request was not read to its end, the rest of it is not waited for. */
    private static void respond(HttpServerRequest request, Line line, int status, String body, boolean close) {
        if (request.response().closed()) {
            return;
        }
        request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, status == 200 ? "application/x-ndjson" : "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        if (close) {
            request.response().putHeader(HttpHeaders.CONNECTION, "close");
        }
        line.answered();
        request.response().end(body).onComplete(told -> {
            if (close) {
                request.connection().close();
            }
        });
    }

    /** Takes nothing any more. */
    @Override
    public Future<?> stop() {
        return Optional.ofNullable(server).map(HttpServer::close).orElseGet(Future::succeededFuture);
    }
}
