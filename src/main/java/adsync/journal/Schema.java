package adsync.journal;

import adsync.journal.JournalException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;

/** The tables, and how a store of an older version gets them. */
final class Schema {

    /** The version that this program writes. */
    static final int VERSION = 17;

    private Schema() {}

    /**
     * Refuses a store that is not ours to write to, before anything of it is changed.
     *
     * @throws JournalException if a newer program wrote it, or a foreign one
     */
    static void refuseForeign(Path file, Session session) throws SQLException {
        long version = session.number("PRAGMA user_version");
        if (version > VERSION) {
            throw new JournalException(
                    Reason.NEWER_SCHEMA,
                    "The journal " + file + " was written by a newer version (schema " + version + ", known up to "
                            + VERSION + "); to mend it: start that version.");
        }
        if (version == 0 && session.number("SELECT count(*) FROM sqlite_master") > 0) {
            throw new JournalException(
                    Reason.DAMAGED,
                    "The file " + file
                            + " is not a journal of this program; to mend it: name another folder in state.");
        }
    }

    /** Brings a store to our version, one transaction a script. */
    static void migrate(Session session) throws SQLException {
        for (int version = (int) session.number("PRAGMA user_version") + 1; version <= VERSION; version++) {
            run(session, script(version), version);
        }
    }

    /** What brings a store of the version before to this one. */
    static String script(int version) {
        String name = "schema-" + version + ".sql";
        try (InputStream script = Schema.class.getResourceAsStream(name)) {
            return new String(
                    Objects.requireNonNull(script, name + " is missing in this program")
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Session session, String script, int version) throws SQLException {
        session.beginWriting();
        try {
            session.script(script);
            session.script("PRAGMA user_version = " + version);
            session.commit();
        } catch (SQLException e) {
            session.rollback(e);
            throw e;
        }
    }
}
