package adsync.journal;

import adsync.journal.JournalException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;

/** Opens the store's connections. */
final class Store {

    private static final byte[] HEADER = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

    /** How to mend a journal that cannot be used. */
    static final String ANEW =
            "; to mend it: put a copy of it back, or move it away: the next start then reads the whole"
                    + " directory and compares it with the provider.";

    /** Another process may read along. */
    static final String PATIENCE = "PRAGMA busy_timeout = 10000";

    private Store() {}

    /**
     * Opens the connection that writes; creates the store if it is missing.
     *
     * @throws JournalException if it is damaged, foreign or newer than we are; it is left as it was then
     */
    static Session writer(Path file) throws SQLException, IOException {
        refuseOther(file);
        Session session = connect(file);
        try {
            session.script("PRAGMA page_size = 8192"); // heeded by a new store only
            refuseDamaged(file, session);
            session.list("PRAGMA journal_mode = WAL", row -> row.number(1));
            // FAST leaves whole pages; a sealed password must not outlive its row
            session.list("PRAGMA secure_delete = ON", row -> row.number(1));
            session.script("""
                    PRAGMA synchronous = FULL;
                    PRAGMA wal_autocheckpoint = 2000;
                    PRAGMA cache_size = -65536;
                    PRAGMA foreign_keys = ON;
                    """);
            Schema.migrate(session);
            return session;
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, session);
            throw e;
        }
    }

    /** From now on nothing waits for the disk. */
    static void relax(Session session) throws SQLException {
        session.script("PRAGMA synchronous = OFF");
    }

    /** SQLite itself would overwrite a file that is shorter than its header. */
    private static void refuseOther(Path file) throws IOException {
        if (Files.notExists(file) || Files.size(file) == 0) {
            return;
        }
        try (InputStream octets = Files.newInputStream(file)) {
            if (!Arrays.equals(octets.readNBytes(HEADER.length), HEADER)) {
                throw new JournalException(
                        Reason.DAMAGED, "The journal " + file + " is damaged: it is no SQLite database" + ANEW);
            }
        }
    }

    /** Opens a connection that reads while the other one writes. */
    static Session reader(Path file) throws SQLException {
        Session session = connect(file);
        try {
            session.script("PRAGMA cache_size = -16384; PRAGMA query_only = ON;");
            return session;
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, session);
            throw e;
        }
    }

    /** Copies a store that may be in use, as it is at one moment, into a file that is empty or missing. */
    static void copy(Path from, Path to) throws SQLException, IOException {
        refuseOther(from);
        try (Session session = connect(from)) {
            session.run("VACUUM INTO ?", to.toString());
        }
    }

    /** Reads from a store that may be in use. */
    static <T> T ask(Path file, Reader.Reading<T> reading) throws SQLException, IOException {
        refuseOther(file);
        try (Session session = reader(file)) {
            return reading.in(session);
        }
    }

    private static Session connect(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("jdbc.get_generated_keys", "false"); // else each insertion prepares a query for its key
        Session session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file, properties));
        try {
            session.script(PATIENCE);
            session.takeOverTransactions();
            return session;
        } catch (SQLException | RuntimeException e) {
            closeAfter(e, session);
            throw e;
        }
    }

    private static void refuseDamaged(Path file, Session session) throws SQLException {
        Schema.refuseForeign(file, session);
        String verdict = session.first("PRAGMA quick_check(1)", row -> row.text("quick_check"));
        if (!"ok".equals(verdict)) {
            throw new JournalException(Reason.DAMAGED, "The journal " + file + " is damaged: " + verdict + ANEW);
        }
    }

    private static void closeAfter(Exception failure, Session session) {
        try {
            session.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
