package adsync.embedded;

import com.unboundid.ldap.listener.LDAPListenerClientConnection;
import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pending notification searches of one connection and what they are still to be told. The changing thread only
 * takes note; a thread of the connection writes, so a client that does not read stops nobody but itself.
 */
final class NotificationQueue {

    private static final Logger LOGGER = LoggerFactory.getLogger(NotificationQueue.class);
    private static final int BOUND = 10_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Watch> watches = new ArrayList<>();
    private final Set<Notice> waiting = new LinkedHashSet<>();
    private final Domain domain;
    private final Faults faults;
    private final LDAPListenerClientConnection connection;
    private final EntryWriter writer;
    private @Nullable Thread thread;
    private boolean closed;

    /** Something to tell; the same object twice is told once, in its current state. */
    private record Notice(Watch watch, DirectoryObject object) {}

    NotificationQueue(Domain domain, Faults faults, LDAPListenerClientConnection connection) {
        this.domain = domain;
        this.faults = faults;
        this.connection = connection;
        this.writer = new EntryWriter(domain.store(), domain.profile().maxValRange());
    }

    /**
     * @throws LDAPException adminLimitExceeded if the connection has as many as it may
     */
    void add(Watch watch) throws LDAPException {
        lock.lock();
        try {
            if (watches.size() >= domain.profile().notificationsPerConnection()) {
                throw Refusal.of(ResultCode.ADMIN_LIMIT_EXCEEDED, "00002024", "MaxNotificationPerConn reached");
            }
            watches.add(watch);
            if (thread == null) {
                thread = Thread.ofPlatform().daemon().name("ldap-notifications").start(this::run);
            }
        } finally {
            lock.unlock();
        }
    }

    void abandon(int messageId) {
        lock.lock();
        try {
            watches.removeIf(watch -> watch.messageId() == messageId);
            waiting.removeIf(notice -> notice.watch().messageId() == messageId);
        } finally {
            lock.unlock();
        }
    }

    /** Takes all pending searches away and returns their message ids. */
    List<Integer> end() {
        lock.lock();
        try {
            List<Integer> ids = watches.stream().map(Watch::messageId).toList();
            watches.clear();
            waiting.clear();
            return ids;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            watches.clear();
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Called by the changing thread under the store's lock: takes note and returns. */
    void note(DirectoryObject object) {
        lock.lock();
        try {
            for (Watch watch : watches) {
                if (waiting.size() < BOUND && watch.concerns(object)) {
                    waiting.add(new Notice(watch, object));
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (awaitNotice()) {
                tell();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (LDAPException e) {
            LOGGER.atDebug().setCause(e).log("a notification could not be sent");
            closeConnection();
        }
    }

    /** Waits for something to tell and then for as long as the profile says; false when the connection is closed. */
    private boolean awaitNotice() throws InterruptedException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.await();
            }
            long remaining = domain.profile().notificationDelay().toNanos();
            while (remaining > 0 && !closed) {
                remaining = changed.awaitNanos(remaining);
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void tell() throws LDAPException {
        faults.gate().pass();
        for (Notice next = take(); next != null; next = take()) {
            Notice notice = next;
            SearchResultEntryProtocolOp entry = domain.store()
                    .read(() -> writer.entry(
                            notice.object(),
                            notice.watch().selection(),
                            notice.watch().view()));
            connection.sendSearchResultEntry(notice.watch().messageId(), entry);
        }
    }

    private @Nullable Notice take() {
        lock.lock();
        try {
            Iterator<Notice> notices = waiting.iterator();
            if (!notices.hasNext()) {
                return null;
            }
            Notice notice = notices.next();
            notices.remove();
            return notice;
        } finally {
            lock.unlock();
        }
    }

    private void closeConnection() {
        close();
        try {
            connection.close();
        } catch (IOException e) {
            LOGGER.atDebug().setCause(e).log("a connection was already closed");
        }
    }
}
