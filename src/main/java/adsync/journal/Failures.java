package adsync.journal;

import adsync.journal.JournalException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Turns the store's failures into ours. */
final class Failures {

    // Primary result codes of SQLite, which its driver gives as vendor codes.
    private static final int PERMISSION = 3;
    private static final int READ_ONLY = 8;
    private static final int IO_ERROR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANNOT_OPEN = 14;
    private static final int NOT_A_DATABASE = 26;

    /** With less room than this, an input or output error is taken for a full disk. */
    private static final long NO_ROOM = 64 * 1024;

    private Failures() {}

    /** Says in one sentence what went wrong. */
    static JournalException of(Path state, Throwable failure) {
        return switch (failure) {
            case JournalException ours -> ours;
            case SQLException store -> of(state, store);
            case IOException files ->
                new JournalException(
                        Reason.INACCESSIBLE,
                        "The journal in " + state + " cannot be read or written: " + files.getMessage(),
                        files);
            default -> new JournalException(Reason.FAILED, "The journal failed: " + failure.getMessage(), failure);
        };
    }

    private static JournalException of(Path state, SQLException failure) {
        Reason reason = reason(state, failure);
        String sentence = switch (reason) {
            case DISK_FULL -> "The disk of the state folder " + state + " is full.";
            case DAMAGED ->
                "The journal " + StateFolder.storeIn(state) + " is damaged: " + failure.getMessage() + Store.ANEW;
            case INACCESSIBLE -> "The journal in " + state + " cannot be read or written: " + failure.getMessage();
            case IN_USE, NEWER_SCHEMA, FAILED -> "The journal failed: " + failure.getMessage();
        };
        return new JournalException(reason, sentence, failure);
    }

    private static Reason reason(Path state, SQLException failure) {
        return switch (failure.getErrorCode()) {
            case FULL -> Reason.DISK_FULL;
            case CORRUPT, NOT_A_DATABASE -> Reason.DAMAGED;
            case IO_ERROR, CANNOT_OPEN -> noRoom(state) ? Reason.DISK_FULL : Reason.INACCESSIBLE;
            case PERMISSION, READ_ONLY -> Reason.INACCESSIBLE;
            default -> Reason.FAILED;
        };
    }

    /** The store's shared-memory index reports a full disk as an input or output error. */
    private static boolean noRoom(Path state) {
        // A folder that is out of reach is what will be reported.
        return Files.exists(state) && Disk.room(state) < NO_ROOM;
    }

    /** Whether the store may have ended the transaction by itself, so that no part of it can be kept. */
    static boolean endsTransaction(SQLException failure) {
        return switch (failure.getErrorCode()) {
            case IO_ERROR, CORRUPT, FULL, CANNOT_OPEN, NOT_A_DATABASE, READ_ONLY, PERMISSION -> true;
            default -> false;
        };
    }
}
