package adsync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A command of ADSync in a terminal, with a person who reads what is on the screen before typing. */
public final class AdsyncTerminal implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Process process;
    private final Thread reader;

    /** Written by the reader alone. */
    private volatile String screen = "";

    private int read;

    private AdsyncTerminal(Process process) {
        this.process = process;
        reader = Thread.ofPlatform().daemon().start(() -> read(process.inputReader(UTF_8)));
    }

    /** Starts a command. */
    public static AdsyncTerminal start(String... arguments) {
        return begin(line(arguments));
    }

    /** Starts a command whose standard error goes to a file. */
    public static AdsyncTerminal start(Path errors, String... arguments) {
        return begin(line(arguments) + " 2>'" + errors + "'");
    }

    private static String line(String... arguments) {
        return Adsync.command(arguments).stream()
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }

    private static AdsyncTerminal begin(String line) {
        try {
            return new AdsyncTerminal(new ProcessBuilder(
                            List.of("script", "--quiet", "--return", "--command", "exec " + line, "/dev/null"))
                    .redirectErrorStream(true)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(Reader from) {
        char[] some = new char[1024];
        try (from) {
            for (int count = from.read(some); count >= 0; count = from.read(some)) {
                show(new String(some, 0, count));
            }
        } catch (IOException e) {
            show("(the terminal was closed)");
        }
    }

    private void show(String more) {
        screen = screen.concat(more);
    }

    /** All that was on the screen so far. */
    public String screen() {
        return screen;
    }

    /** Waits until the screen shows something after what was waited for before, and answers it with a line. */
    public AdsyncTerminal answer(String question, String line) {
        awaitText(question);
        try {
            var keyboard = process.outputWriter(UTF_8);
            keyboard.write(line + "\n");
            keyboard.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the screen shows something after what was waited for before; fails at once if the program ends without it. */
    public AdsyncTerminal awaitText(String text) {
        await().atMost(SOON).until(() -> screen.indexOf(text, read) >= 0 || !reader.isAlive());
        if (screen.indexOf(text, read) < 0) {
            throw new AssertionError("it ended without '" + text + "': " + screen);
        }
        read = screen.indexOf(text, read) + text.length();
        return this;
    }

    /** Waits for the end. Returns the exit code. */
    public int end() {
        try {
            if (!process.waitFor(SOON.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("it still runs: " + screen);
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
