package adsync.intake;

import adsync.journal.Journal;
import adsync.journal.PasswordJournal;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Supplier;

/** A journal on a disk that hangs as long as it is told to: events are written once that is over. */
final class StalledJournal {

    private StalledJournal() {}

    /**
     * In front of a real one.
     *
     * @param disk asked for each batch of events what it waits for; empty if the disk is well
     */
    static Journal of(Journal real, Supplier<Optional<Future<Void>>> disk) {
        PasswordJournal passwords = real.passwords();
        PasswordJournal stalled = (PasswordJournal) proxy(PasswordJournal.class, (method, arguments) -> {
            Optional<Future<Void>> hanging = method.getName().equals("receive") ? disk.get() : Optional.empty();
            return hanging.isPresent()
                    ? hanging.get().compose(well -> (Future<?>) call(passwords, method, arguments))
                    : call(passwords, method, arguments);
        });
        return (Journal) proxy(
                Journal.class,
                (method, arguments) -> method.getName().equals("passwords") ? stalled : call(real, method, arguments));
    }

    private interface Answer {
        Object to(Method method, Object[] arguments);
    }

    private static Object proxy(Class<?> type, Answer answer) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.to(method, arguments));
    }

    private static Object call(Object real, Method method, Object[] arguments) {
        try {
            return method.invoke(real, arguments);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
