package adsync.journal;

import org.jspecify.annotations.Nullable;

/** The journal cannot do what was asked. Nothing of it was done. */
public final class JournalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, by what can be done about it. */
    public enum Reason {
        /** Another process has the state folder. */
        IN_USE,
        /** The state folder or the file cannot be read or written, or lies on a network file system. */
        INACCESSIBLE,
        /** The file was written by a newer version. */
        NEWER_SCHEMA,
        /** The file is damaged. */
        DAMAGED,
        /** The disk is full. Try again when there is room. */
        DISK_FULL,
        /** Anything else. */
        FAILED
    }

    private final Reason reason;

    /** With the store's exception as cause. */
    public JournalException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Without a cause in the store. */
    public JournalException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** What went wrong. */
    public Reason reason() {
        return reason;
    }
}
