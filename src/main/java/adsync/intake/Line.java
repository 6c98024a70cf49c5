package adsync.intake;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;

/**
 * One connection, which must send a whole request head within a time and a whole body within another: whoever sends octet by octet
 * does not get more of it.
 */
final class Line {

    private static final long HEAD_MILLISECONDS = 5_000;
    private static final long IDLE_MILLISECONDS = 30_000;
    private static final long BODY_MILLISECONDS = 10_000;

    private final Vertx vertx;
    private final HttpConnection connection;
    private final Runnable cut;
    private long controller;
    private long timer = -1;

    /**
     * A connection that was just opened.
     *
     * @param cut told when it was too slow
     */
    Line(Vertx vertx, HttpConnection connection, Runnable cut) {
        this.vertx = vertx;
        this.connection = connection;
        this.cut = cut;
        within(HEAD_MILLISECONDS);
    }

    HttpConnection connection() {
        return connection;
    }

    /** Whose it is; 0 if that is not known. */
    long controller() {
        return controller;
    }

    void belongsTo(long number) {
        controller = number;
    }

    void headCame() {
        within(BODY_MILLISECONDS);
    }

    void bodyCame() {
        stop();
    }

    void answered() {
        within(IDLE_MILLISECONDS);
    }

    void closed() {
        stop();
    }

    private void within(long milliseconds) {
        stop();
        timer = vertx.setTimer(milliseconds, late -> {
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
