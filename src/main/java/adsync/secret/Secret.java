package adsync.secret;

/**
 * A credential. It prints as {@code [secret]}, is no record and has no getter, so that neither a log line, a template nor
 * a JSON encoder shows it; whoever needs the text asks for it by {@link #reveal}.
 */
public final class Secret {

    private final char[] text;

    private Secret(char[] text) {
        this.text = text;
    }

    /** Wraps a text. */
    public static Secret of(String text) {
        return new Secret(text.toCharArray());
    }

    /** The text, to be handed to a protocol library at once and kept nowhere. */
    public String reveal() {
        return new String(text);
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
