package adsync.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who is signed in. A session has two secrets: the browser sends one as a cookie by itself, the page adds the other as a header.
 * Neither is worth anything alone: a cookie is sent to every port of a host, and a header only by our own page. For any thread.
 */
final class Sessions {

    /** Without anything that a person did. */
    static final Duration IDLE = Duration.ofMinutes(15);

    /** Whatever a person does. */
    static final Duration LONGEST = Duration.ofHours(8);

    /** More than these, and the one that was opened first is closed. */
    static final int MOST = 32;

    private static final int NAME_LETTERS = 8;

    private final Clock clock;
    private final Map<String, Session> sessions = new LinkedHashMap<>();

    /** One of our own: a browser keeps one of a name for all ports of a host, and so for all services there. */
    private String cookieName = "adsync-session-" + Tokens.draw().substring(0, NAME_LETTERS);

    Sessions(Clock clock) {
        this.clock = clock;
    }

    /**
     * The secrets of a new session; they are kept nowhere else.
     *
     * @param cookie what the browser sends by itself
     * @param token what the page adds
     */
    record Opened(String cookie, String token) {}

    /**
     * A session.
     *
     * @param key names it here
     * @param tokenDigest of what the page has to add
     * @param endsAt whatever happens
     * @param idleAt unless a person does something
     */
    record Session(String key, String tokenDigest, Instant endsAt, Instant idleAt) {

        boolean over(Instant now) {
            return !now.isBefore(endsAt) || !now.isBefore(idleAt);
        }
    }

    /** Keeps those open that are open elsewhere, under the name that browsers have there. */
    void adopt(Sessions others) {
        Map<String, Session> opened = others.all();
        String name = others.cookieName();
        synchronized (this) {
            sessions.putAll(opened);
            cookieName = name;
        }
    }

    /** Of the cookie of each session. */
    synchronized String cookieName() {
        return cookieName;
    }

    private synchronized Map<String, Session> all() {
        return Map.copyOf(sessions);
    }

    synchronized Opened open() {
        Instant now = clock.instant();
        sessions.values().removeIf(session -> session.over(now));
        if (sessions.size() >= MOST) {
            sessions.remove(sessions.keySet().iterator().next());
        }
        var opened = new Opened(Tokens.draw(), Tokens.draw());
        String key = Tokens.digest(opened.cookie());
        sessions.put(key, new Session(key, Tokens.digest(opened.token()), now.plus(LONGEST), now.plus(IDLE)));
        return opened;
    }

    /**
     * The session of both secrets.
     *
     * @param active whether a person did something; else the page asked by itself
     */
    synchronized Optional<Session> find(@Nullable String cookie, @Nullable String token, boolean active) {
        if (cookie == null || token == null) {
            return Optional.empty();
        }
        Session session = sessions.get(Tokens.digest(cookie));
        if (session == null || !session.tokenDigest().equals(Tokens.digest(token)) || !alive(session)) {
            return Optional.empty();
        }
        if (!active) {
            return Optional.of(session);
        }
        Session later = new Session(
                session.key(),
                session.tokenDigest(),
                session.endsAt(),
                clock.instant().plus(IDLE));
        sessions.put(session.key(), later);
        return Optional.of(later);
    }

    /** Whether it is still open. */
    synchronized boolean alive(Session session) {
        Session now = sessions.get(session.key());
        if (now != null && now.over(clock.instant())) {
            sessions.remove(session.key());
            return false;
        }
        return now != null;
    }

    synchronized void close(Session session) {
        sessions.remove(session.key());
    }
}
