package adsync.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Questions to whoever sits at the terminal, or to the lines that are piped in instead. */
final class Dialog {

    private final PrintWriter out;
    private final @Nullable Console console;
    private final BufferedReader lines;

    private Dialog(PrintWriter out, @Nullable Console console, BufferedReader lines) {
        this.out = out;
        this.console = console;
        this.lines = lines;
    }

    /** The end of the input: nobody answers any more. */
    static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EndedException() {
            super("nobody answers any more");
        }
    }

    /** With standard input. */
    static Dialog standard(PrintWriter out) {
        System.setProperty("jdk.console", "java.base"); // others take a pipe for a terminal
        return new Dialog(out, System.console(), SetupFlags.Input.READER);
    }

    PrintWriter out() {
        return out;
    }

    void say(String line) {
        out.println(line);
        out.flush();
    }

    /** A heading of the next questions. */
    void title(String text) {
        say("");
        say("== " + text);
    }

    /** One line; the default if it is empty. */
    String ask(String question, String otherwise) {
        String answer = line(question + (otherwise.isEmpty() ? "" : " [" + otherwise + "]") + ": ");
        return answer.isBlank() ? otherwise : answer.strip();
    }

    /** One line that must not be empty. */
    String require(String question, String otherwise) {
        String answer = ask(question, otherwise);
        while (answer.isEmpty()) {
            answer = ask(question, otherwise);
        }
        return answer;
    }

    boolean confirm(String question, boolean otherwise) {
        while (true) {
            String answer =
                    ask(question + (otherwise ? " [Y/n]" : " [y/N]"), "").toLowerCase(Locale.ROOT);
            switch (answer) {
                case "" -> {
                    return otherwise;
                }
                case "y", "yes" -> {
                    return true;
                }
                case "n", "no" -> {
                    return false;
                }
                default -> say("Please answer y or n.");
            }
        }
    }

    /** One line that does not show; empty to keep what is there. */
    String secret(String question) {
        if (console == null) {
            return line(question + ": ");
        }
        out.flush();
        char[] answer = console.readPassword("%s: ", question);
        if (answer == null) {
            throw new EndedException();
        }
        return new String(answer);
    }

    /** Does something for which somebody has to wait. */
    <T> T waiting(String doing, Supplier<T> work) {
        return Terminal.showing(out, doing, work);
    }

    private String line(String question) {
        out.print(question);
        out.flush();
        try {
            String line = lines.readLine();
            if (line == null) {
                out.println();
                throw new EndedException();
            }
            if (console == null) {
                out.println(); // nobody pressed Enter on this screen
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
