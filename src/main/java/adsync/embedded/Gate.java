package adsync.embedded;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where every answer passes: it can be held shut, and every passage can take time. Thread-safe. */
final class Gate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean shut;
    private boolean abolished;
    private Duration delay = Duration.ZERO;

    void shut() {
        set(() -> shut = true);
    }

    void open() {
        set(() -> shut = false);
    }

    void delay(Duration each) {
        set(() -> delay = each);
    }

    /** Lets everybody through from now on. */
    void abolish() {
        set(() -> abolished = true);
    }

    private void set(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits as long as the gate is shut, after the ordered delay. */
    void pass() {
        lock.lock();
        try {
            long remaining = delay.toNanos();
            while (remaining > 0 && !abolished) {
                remaining = changed.awaitNanos(remaining);
            }
            while (shut && !abolished) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
