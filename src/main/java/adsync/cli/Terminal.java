package adsync.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What is shown only to a person in front of a terminal; a pipe gets nothing of it. */
final class Terminal {

    /** From the top left corner on, nothing. */
    private static final String CLEAR = "\u001B[H\u001B[2J";

    private static final String LINE_START = "\r\u001B[K";

    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(250);
    private static final String SIGNS = "|/-\\";

    private Terminal() {}

    /** Whether a person sees what is printed. */
    @SuppressWarnings("SystemConsoleNull") // Java 21 has none for a pipe
    static boolean attached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console for a pipe too, and this to tell it by.
            Method terminal = Console.class.getMethod("isTerminal");
            return Boolean.TRUE.equals(terminal.invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Empties the screen, if there is one. */
    static void clear(PrintWriter out) {
        if (attached()) {
            out.print(CLEAR);
        }
    }

    /**
     * Shows that something is under way, once it has taken a second, until it is closed.
     *
     * @param err where; on a terminal only
     * @param told how far it is, in a few words; asked from another thread
     */
    static Shown showing(PrintWriter err, Supplier<String> told) {
        if (!attached()) {
            return () -> {};
        }
        var over = new CountDownLatch(1);
        Thread shower = Thread.ofVirtual().start(() -> show(err, told, over));
        return () -> {
            over.countDown();
            join(shower);
        };
    }

    /** What is shown until it is closed. */
    interface Shown {
        void close();
    }

    private static void show(PrintWriter err, Supplier<String> told, CountDownLatch over) {
        try {
            long begun = System.nanoTime();
            Duration pause = AT_ONCE;
            int turn = 0;
            while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                char sign = SIGNS.charAt(turn++ % SIGNS.length());
                err.print(LINE_START + sign + " " + told.get() + " (" + seconds + " s)");
                err.flush();
                pause = AGAIN;
            }
            if (turn > 0) {
                err.print(LINE_START);
                err.flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread shower) {
        try {
            shower.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
