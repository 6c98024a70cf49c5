package adsync.secret;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * A credential. It prints as {@code [secret]}, is no record and has no getter, so that neither a log line, a template nor
 * a JSON encoder shows it; whoever needs the text asks for it by {@link #reveal}.
 */
public final class Secret {

    private final Supplier<Optional<String>> source;
    private volatile char[] text;

    private Secret(String text, Supplier<Optional<String>> source) {
        this.text = text.toCharArray();
        this.source = source;
    }

    /** Wraps a text. */
    public static Secret of(String text) {
        return new Secret(text, Optional::empty);
    }

    /**
     * Wraps the text of a place that may have another one later.
     *
     * @param source reads the place again; empty if that cannot be done now; may block
     */
    static Secret of(String text, Supplier<Optional<String>> source) {
        return new Secret(text, source);
    }

    /** The text, to be handed to a protocol library at once and kept nowhere. */
    public String reveal() {
        return new String(text);
    }

    /**
     * Reads it again from where it came from, because it was refused: it may have been exchanged there. Blocks.
     *
     * @param refused the text that was refused
     * @return whether it is another one now, with which it is worth trying once more
     */
    public boolean renewed(String refused) {
        source.get().ifPresent(fresh -> text = fresh.toCharArray());
        return !reveal().equals(refused);
    }

    /** Whether there is no text at all. */
    public boolean isEmpty() {
        return text.length == 0;
    }

    @Override
    public String toString() {
        return "[secret]";
    }
}
