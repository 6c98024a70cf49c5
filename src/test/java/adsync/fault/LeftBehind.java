package adsync.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * What a service that was killed had not finished, by its journal.
 *
 * @param pending objects the provider had yet to hear of
 * @param claimed those of them that were on their way, so that nobody knew whether the provider had acted
 */
record LeftBehind(int pending, int claimed) {

    /**
     * Reads a copy: the journal itself is left to the next start as the kill left it.
     *
     * @param room an empty folder, which is emptied again
     */
    static LeftBehind in(Path state, Path room) throws IOException, SQLException {
        for (String name : new String[] {"journal.db", "journal.db-wal"}) {
            if (Files.exists(state.resolve(name))) {
                Files.copy(state.resolve(name), room.resolve(name));
            }
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + room.resolve("journal.db"));
                var statement = connection.createStatement();
                var counted =
                        statement.executeQuery("SELECT count(*), count(*) FILTER (WHERE claimed > 0) FROM outbox")) {
            return new LeftBehind(counted.getInt(1), counted.getInt(2));
        } finally {
            for (String name : new String[] {"journal.db", "journal.db-wal", "journal.db-shm"}) {
                Files.deleteIfExists(room.resolve(name));
            }
        }
    }
}
