package adsync.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;

/**
 * One connection, which must send a whole request head within a time and a whole body within another: whoever sends octet by octet
 * does not get more of it.
 */
final class Line {

    private final Vertx vertx;
    private final HttpConnection connection;
    private final Limits limits;
    private final Runnable cut;
    private String owner;
    private long controller;
    private long timer = -1;

    /**
     * A connection that was just opened.
     *
     * @param owner whom its certificate is for; empty without one
     * @param cut told when it was too slow
     */
    Line(Vertx vertx, HttpConnection connection, String owner, Limits limits, Runnable cut) {
        this.owner = owner;
        this.vertx = vertx;
        this.connection = connection;
        this.limits = limits;
        this.cut = cut;
        within(limits.head());
    }

    HttpConnection connection() {
        return connection;
    }

    /** Whom its certificate is for; empty if it has none that is good. */
    String owner() {
        return owner;
    }

    /** Its certificate is good no more: it has no more room than whoever has none. */
    void disown() {
        owner = "";
    }

    /** Whose it is; 0 if that is not known. */
    long controller() {
        return controller;
    }

    void belongsTo(long number) {
        controller = number;
    }

    void headCame() {
        within(limits.body());
    }

    void bodyCame() {
        stop();
    }

    void answered() {
        within(limits.idle());
    }

    void closed() {
        stop();
    }

    private void within(Duration time) {
        stop();
        timer = vertx.setTimer(time.toMillis(), late -> {
            cut.run();
            connection.close();
        });
    }

    private void stop() {
        if (timer >= 0) {
            vertx.cancelTimer(timer);
            timer = -1;
        }
    }
}
