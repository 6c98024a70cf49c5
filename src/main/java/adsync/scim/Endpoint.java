package adsync.scim;

import io.vertx.core.Future;
import java.util.function.Supplier;

/** The provider's base URL with our login: sends, logs in again once after a 401, and measures. */
final class Endpoint {

    private final HttpTransport transport;
    private final Authorization authorization;
    private final Meters meters;

    Endpoint(HttpTransport transport, Authorization authorization, Meters meters) {
        this.transport = transport;
        this.authorization = authorization;
        this.meters = meters;
    }

    /**
     * Never fails.
     *
     * @param label the {@code method} tag
     */
    Future<Reply> ask(String label, HttpCall call) {
        return never(() -> authorization
                .header()
                .compose(header -> send(label, call, header)
                        .compose(reply -> reply instanceof Reply.Answer answer && answer.status() == 401
                                ? again(label, call, header, reply)
                                : Future.succeededFuture(reply))));
    }

    private Future<Reply> again(String label, HttpCall call, String refused, Reply reply) {
        return authorization
                .refused(refused)
                .compose(another -> another
                        ? authorization.header().compose(renewed -> send(label, call, renewed))
                        : Future.succeededFuture(reply));
    }

    private Future<Reply> send(String label, HttpCall call, String header) {
        long start = System.nanoTime();
        return transport
                .send(call.with("Authorization", header))
                .onSuccess(reply -> meters.request(label, reply, System.nanoTime() - start));
    }

    /** Without a token nothing is sent. */
    private static Future<Reply> never(Supplier<Future<Reply>> step) {
        return step.get()
                .recover(failure -> failure instanceof ScimException known
                        ? Future.succeededFuture(new Reply.NotSent(known.outcome()))
                        : Future.succeededFuture(new Reply.Lost("internal error: " + failure, false)));
    }
}
