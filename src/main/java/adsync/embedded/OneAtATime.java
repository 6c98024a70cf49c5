package adsync.embedded;

import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.interceptor.Interceptor;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Changes to one resource happen one after the other. The library reads, patches and writes in separate steps, so
 * that two requests at once could lose one of the changes.
 */
final class OneAtATime implements Interceptor {

    private static final int STRIPES = 64;

    private final Lock[] locks = new Lock[STRIPES];

    OneAtATime() {
        Arrays.setAll(locks, stripe -> new ReentrantLock());
    }

    @Override
    public <T> T doAround(Supplier<T> change, Context context) {
        Lock lock = locks[Math.floorMod(context.getUriInfos().getResourceId().hashCode(), STRIPES)];
        lock.lock();
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
