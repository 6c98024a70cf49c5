package adsync.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Writes the rows of a journal into another store of the same kind, by batches and nothing else. */
final class BareStore {

    private static final List<String> OF_A_PAGE = List.of("object", "image", "reference", "outbox");
    private static final List<String> OF_AN_ACKNOWLEDGEMENT = List.of("link", "answer", "audit");

    private final Path file;
    private final Path journal;

    BareStore(Path file, Path journal) throws SQLException, IOException {
        this.file = file;
        this.journal = journal;
        Store.writer(file).close();
    }

    /** The rows that pages made, so many objects in a transaction. Returns objects a second. */
    double pages(int size) throws SQLException {
        return write(OF_A_PAGE, size, "");
    }

    /** The rows that acknowledgements made, so many in a transaction, and those of the outbox that they end. */
    double acknowledgements(int size) throws SQLException {
        return write(OF_AN_ACKNOWLEDGEMENT, size, "DELETE FROM outbox WHERE object = ?");
    }

    private List<Object[]> rows(String table) throws SQLException {
        try (Connection from = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement statement = from.createStatement();
                ResultSet results = statement.executeQuery("SELECT * FROM " + table)) {
            int columns = results.getMetaData().getColumnCount();
            List<Object[]> rows = new ArrayList<>();
            while (results.next()) {
                Object[] row = new Object[columns];
                for (int column = 0; column < columns; column++) {
                    row[column] = results.getObject(column + 1);
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** As the journal's. Nothing refers to what was not copied. */
    private Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA secure_delete = ON");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("PRAGMA wal_autocheckpoint = 2000");
            statement.execute("PRAGMA cache_size = -65536");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** The rows of a table, one an object or less. */
    private record Table(PreparedStatement insertion, List<Object[]> rows) {}

    private double write(List<String> names, int size, String ended) throws SQLException {
        try (Connection bare = open()) {
            List<Table> tables = new ArrayList<>();
            for (String name : names) {
                List<Object[]> rows = rows(name);
                tables.add(new Table(insertion(bare, name, rows.getFirst().length), rows));
            }
            List<Object[]> first = tables.getFirst().rows();
            long begin = System.nanoTime();
            for (int from = 0; from < first.size(); from += size) {
                for (Table table : tables) {
                    insert(table.insertion(), part(table.rows(), from, size));
                }
                if (!ended.isEmpty()) {
                    delete(bare, ended, part(first, from, size));
                }
                bare.commit();
            }
            return first.size() * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static List<Object[]> part(List<Object[]> rows, int from, int size) {
        return rows.subList(Math.min(from, rows.size()), Math.min(from + size, rows.size()));
    }

    private static PreparedStatement insertion(Connection bare, String table, int columns) throws SQLException {
        String values = String.join(", ", Collections.nCopies(columns, "?"));
        return bare.prepareStatement("INSERT INTO " + table + " VALUES (" + values + ")");
    }

    private static void insert(PreparedStatement insertion, List<Object[]> rows) throws SQLException {
        for (Object[] row : rows) {
            for (int column = 0; column < row.length; column++) {
                insertion.setObject(column + 1, row[column]);
            }
            insertion.addBatch();
        }
        insertion.executeBatch();
    }

    private static void delete(Connection bare, String sql, List<Object[]> rows) throws SQLException {
        try (PreparedStatement deletion = bare.prepareStatement(sql)) {
            for (Object[] row : rows) {
                deletion.setObject(1, row[0]);
                deletion.addBatch();
            }
            deletion.executeBatch();
        }
    }
}
