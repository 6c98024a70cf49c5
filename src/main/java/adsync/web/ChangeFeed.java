package adsync.web;

import adsync.desk.BadQuestionException;
import adsync.desk.ChangeEvent;
import adsync.desk.ChangeFilter;
import adsync.desk.Reply;
import adsync.journal.ChangeCommitted;
import adsync.journal.ChangeSettled;
import adsync.web.Sessions.Session;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Changes as they happen, as server-sent events. Each listener has a queue of fixed length: who does not read misses the oldest,
 * and is told how many. Runs on the event loop of its verticle only.
 */
final class ChangeFeed {

    /** More than these are refused. */
    static final int MOST_LISTENERS = 16;

    /** How many events wait for a listener at most. */
    static final int QUEUE = 1000;

    /** How many events a listener is given at once, at most. */
    static final int BATCH = 500;

    /** How many events are kept for those who come later. */
    private static final int RECENT = 200;

    static final int WRITE_QUEUE_OCTETS = 256 * 1024;

    private static final long FLUSH_EVERY_MILLISECONDS = 200;
    private static final long BEAT_EVERY_MILLISECONDS = 10_000;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY = 429;

    private final Sessions sessions;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Deque<ChangeEvent> recent = new ArrayDeque<>();
    private boolean flushing;

    ChangeFeed(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Begins to listen to the bus, on the present event loop. */
    void follow(Vertx vertx) {
        vertx.eventBus().<ChangeCommitted>localConsumer(ChangeCommitted.ADDRESS, message -> {
            tell(ChangeEvent.of(message.body()));
        });
        vertx.eventBus().<ChangeSettled>localConsumer(ChangeSettled.ADDRESS, message -> {
            tell(ChangeEvent.of(message.body()));
        });
        vertx.setPeriodic(BEAT_EVERY_MILLISECONDS, tick -> listeners.forEach(Listener::beat));
    }

    /** Now and then, as long as somebody listens: a service that nobody looks at has nothing to do for it. */
    private void flush(Vertx vertx) {
        vertx.setTimer(FLUSH_EVERY_MILLISECONDS, tick -> {
            flushing = !listeners.isEmpty();
            if (flushing) {
                flush(vertx); // first: whatever becomes of one listener, the others are told
            }
            listeners.forEach(Listener::flush);
        });
    }

    void tell(ChangeEvent event) {
        recent.addLast(event);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
        listeners.forEach(listener -> listener.offer(event));
    }

    /** How many listen; like the counts below, for any thread. */
    int size() {
        return listeners.size();
    }

    /** The longest queue. */
    int waiting() {
        return listeners.stream()
                .mapToInt(listener -> listener.waiting.size())
                .max()
                .orElse(0);
    }

    /** How many events are yet to be told as missed. */
    long missed() {
        return listeners.stream().mapToLong(listener -> listener.missed.get()).sum();
    }

    /** Begins to tell changes, first what came last. Reads what {@link ChangeFilter#of} reads. */
    void serve(RoutingContext context) {
        if (listeners.size() >= MOST_LISTENERS) {
            Api.respond(context, Reply.refused(TOO_MANY, "too many pages follow the changes; close one"));
            return;
        }
        ChangeFilter filter;
        try {
            JsonObject asked = context.body().length() <= 0
                    ? new JsonObject()
                    : new JsonObject(context.body().buffer());
            filter = ChangeFilter.of(asked);
        } catch (BadQuestionException e) {
            Api.respond(context, Reply.refused(BAD_REQUEST, String.valueOf(e.getMessage())));
            return;
        } catch (DecodeException e) {
            Api.respond(context, Reply.refused(BAD_REQUEST, "a JSON object is needed"));
            return;
        }
        var listener = new Listener(context.response(), Api.session(context), filter);
        listener.begin();
        listeners.add(listener);
        if (!flushing) {
            flushing = true;
            flush(context.vertx());
        }
        context.response().closeHandler(closed -> listeners.remove(listener));
        context.response().exceptionHandler(failed -> listeners.remove(listener));
        recent.forEach(listener::offer);
        listener.flush();
    }

    /** One page that follows. */
    private final class Listener {

        private final HttpServerResponse response;
        private final Session session;
        private final ChangeFilter filter;
        private final Deque<ChangeEvent> waiting = new ArrayDeque<>();
        private final AtomicLong missed = new AtomicLong();

        Listener(HttpServerResponse response, Session session, ChangeFilter filter) {
            this.response = response;
            this.session = session;
            this.filter = filter;
        }

        void begin() {
            response.setChunked(true)
                    .setWriteQueueMaxSize(WRITE_QUEUE_OCTETS)
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .write(": changes\n\n");
        }

        void offer(ChangeEvent event) {
            if (filter.matches(event)) {
                waiting.addLast(event);
                if (waiting.size() > QUEUE) {
                    waiting.removeFirst();
                    missed.incrementAndGet();
                }
            }
        }

        void flush() {
            if (response.closed()) {
                listeners.remove(this);
            } else if (!response.writeQueueFull() && !waiting.isEmpty()) {
                var text = new StringBuilder();
                long lost = missed.getAndSet(0);
                if (lost > 0) {
                    text.append("event: missed\ndata: {\"count\":").append(lost).append("}\n\n");
                }
                for (int count = 0; count < BATCH && !waiting.isEmpty(); count++) {
                    text.append("data: ")
                            .append(waiting.removeFirst().json().encode())
                            .append("\n\n");
                }
                response.write(text.toString());
            }
        }

        /** Keeps what lies between from closing it, and closes it when its session is over. */
        void beat() {
            if (!sessions.alive(session)) {
                listeners.remove(this);
                response.end("event: over\ndata: {}\n\n");
            } else if (!response.writeQueueFull() && waiting.isEmpty()) {
                response.write(": \n\n");
            }
        }
    }
}
