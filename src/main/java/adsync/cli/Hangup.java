package adsync.cli;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGHUP. By reflection: Java has no other way to a signal, and its compiler warns about this one in a manner that
 * cannot be turned off.
 */
final class Hangup {

    private static final Logger LOGGER = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** Has this done with each signal, on a thread of the JVM, instead of ending the process. Where there are none, nothing. */
    static void does(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object handling = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handling);
        } catch (ReflectiveOperationException e) {
            LOGGER.atDebug().setCause(e).log("no SIGHUP here; adsync reload does the same");
        }
    }
}
