package adsync.cli;

import adsync.observe.Progress;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** Of the bar, in characters. */
    private static final int WIDTH = 20;

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
     * Shows that something is under way, once it has taken a second, until it is closed: a bar if it is known how far it is.
     *
     * @param err where; on a terminal only
     * @param progress how far it is; asked from another thread
     */
    static Shown showing(PrintWriter err, Supplier<Progress.State> progress) {
        return attached() && errorsShown() ? new Line(err, progress) : Shown.NOTHING;
    }

    /** Likewise of something of which nobody knows how far it is. */
    static Shown showing(PrintWriter err, String doing) {
        return showing(err, () -> Progress.State.of(doing));
    }

    /** Does something while that is shown. */
    static <T> T showing(PrintWriter err, String doing, Supplier<T> work) {
        Shown shown = showing(err, doing);
        try {
            return work.get();
        } finally {
            shown.close();
        }
    }

    /** Standard error may go to a file while the rest is on the screen. Where nobody can tell, it is taken for the screen, too. */
    private static boolean errorsShown() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/fd/2")).startsWith("/dev");
        } catch (IOException | UnsupportedOperationException e) {
            return true;
        }
    }

    /** What is shown until it is closed. */
    interface Shown {

        /** To nobody. */
        Shown NOTHING = new Shown() {
            @Override
            public void above(Runnable printing) {
                printing.run();
            }

            @Override
            public void close() {
                // there is nothing
            }
        };

        /** Prints something that stays; what is shown comes below it again. */
        void above(Runnable printing);

        void close();
    }

    /** What a moment of it looks like. */
    static String line(Progress.State state, int turn, long seconds) {
        if (state.total() > 0) {
            long done = Math.clamp(state.done(), 0, state.total());
            int full = Math.toIntExact(done * WIDTH / state.total());
            return "[%s%s] %3d%% %s (%d s)"
                    .formatted(
                            "#".repeat(full),
                            ".".repeat(WIDTH - full),
                            done * 100 / state.total(),
                            state.doing(),
                            seconds);
        }
        String count = state.done() > 0 ? ": " + state.done() : "";
        return SIGNS.charAt(turn % SIGNS.length()) + " " + state.doing() + count + " (" + seconds + " s)";
    }

    /** The last line of the screen, painted anew again and again. */
    private static final class Line implements Shown {

        private final PrintWriter err;
        private final Supplier<Progress.State> progress;
        private final CountDownLatch over = new CountDownLatch(1);
        private final Thread painter = Thread.ofVirtual().unstarted(this::paint);
        private boolean painted;

        Line(PrintWriter err, Supplier<Progress.State> progress) {
            this.err = err;
            this.progress = progress;
            painter.start();
        }

        private void paint() {
            try {
                long begun = System.nanoTime();
                Duration pause = AT_ONCE;
                for (int turn = 0; !over.await(pause.toMillis(), TimeUnit.MILLISECONDS); turn++) {
                    long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
                    paint(line(progress.get(), turn, seconds));
                    pause = AGAIN;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void paint(String line) {
            if (over.getCount() > 0) {
                err.print(LINE_START + line);
                err.flush();
                painted = true;
            }
        }

        @Override
        public synchronized void above(Runnable printing) {
            if (painted) {
                err.print(LINE_START);
                err.flush();
                painted = false;
            }
            printing.run();
        }

        @Override
        public void close() {
            above(over::countDown);
        }
    }
}
