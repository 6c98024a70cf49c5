package adsync.embedded;

import com.unboundid.ldap.sdk.ResultCode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The open connections. Thread-safe. */
final class Connections {

    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private final LongAdder searches = new LongAdder();

    void add(Session session) {
        open.add(session);
    }

    void remove(Session session) {
        open.remove(session);
    }

    /** How many there are. */
    int count() {
        return open.size();
    }

    /** One more search was asked for. */
    void searched() {
        searches.increment();
    }

    /** How many searches were asked for on all connections so far. */
    long searches() {
        return searches.sum();
    }

    /** Called by the changing thread under the store's lock. */
    void note(DirectoryObject object) {
        open.forEach(session -> session.notifications().note(object));
    }

    void closeAll() {
        open.forEach(Session::cut);
    }

    void endNotifications(ResultCode code) {
        open.forEach(session -> session.endNotifications(code));
    }
}
