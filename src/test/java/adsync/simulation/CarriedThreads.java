package adsync.simulation;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Virtual threads that run when an executor says so. Java has them for its own tests only: the tests are run with
 * {@code --add-opens java.base/java.lang=ALL-UNNAMED}.
 */
final class CarriedThreads {

    private static final Constructor<?> BUILDER = builder();

    private CarriedThreads() {}

    private static Constructor<?> builder() {
        try {
            Constructor<?> builder = Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                    .getDeclaredConstructor(Executor.class);
            builder.setAccessible(true);
            return builder;
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new IllegalStateException("run with --add-opens java.base/java.lang=ALL-UNNAMED", e);
        }
    }

    /**
     * Starts a thread.
     *
     * @param carrier given each part of it that can be run, up to its next wait
     * @param failed told of what it ends with, if not well
     */
    static Thread start(Executor carrier, Runnable body, Consumer<Throwable> failed) {
        try {
            return ((Thread.Builder.OfVirtual) BUILDER.newInstance(carrier))
                    .inheritInheritableThreadLocals(false)
                    .uncaughtExceptionHandler((thread, failure) -> failed.accept(failure))
                    .start(body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no virtual thread", e);
        }
    }
}
