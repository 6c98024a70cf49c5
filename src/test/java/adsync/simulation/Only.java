package adsync.simulation;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Interfaces of which only a few methods are used. */
final class Only {

    private Only() {}

    /** What a method does. */
    @FunctionalInterface
    interface Method {
        @Nullable Object call(Object[] arguments);
    }

    /** An object with these methods, by their names; any other one fails. */
    static <T> T of(Class<T> type, Map<String, Method> methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    Method method = methods.get(called.getName());
                    if (method == null) {
                        throw new UnsupportedOperationException("nobody calls " + called.getName() + " here");
                    }
                    return method.call(Objects.requireNonNullElse(arguments, new Object[0]));
                }));
    }
}
