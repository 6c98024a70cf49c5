package adsync.journal;

import adsync.change.ObjectGuid;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection with its prepared statements. Used by one thread at a time. Transactions are begun and ended by statements,
 * because the driver begins the next one, with its lock, as soon as one ends.
 */
final class Session implements AutoCloseable {

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private final Tally tally = new Tally();

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row of a result. */
    @FunctionalInterface
    interface RowReader<T extends @Nullable Object> {
        T read(Row row) throws SQLException;
    }

    /** What is counted with each change; only of the session that writes. */
    Tally tally() {
        return tally;
    }

    /** Runs a statement that changes rows; returns how many. */
    int run(String sql, @Nullable Object... arguments) throws SQLException {
        try {
            return prepared(sql, arguments).executeUpdate();
        } catch (SQLException e) {
            discard(sql, e);
            throw e;
        }
    }

    /** All rows of a query. */
    <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments) throws SQLException {
        List<T> rows = new ArrayList<>();
        try (ResultSet results = prepared(sql, arguments).executeQuery()) {
            Row row = new Row(results);
            while (results.next()) {
                rows.add(reader.read(row));
            }
        } catch (SQLException e) {
            discard(sql, e);
            throw e;
        }
        return rows;
    }

    /** The first row of a query; null if it has none. */
    <T> @Nullable T first(String sql, RowReader<T> reader, @Nullable Object... arguments) throws SQLException {
        try (ResultSet results = prepared(sql, arguments).executeQuery()) {
            return results.next() ? reader.read(new Row(results)) : null;
        } catch (SQLException e) {
            discard(sql, e);
            throw e;
        }
    }

    /** The number in the only row and column of a query. */
    long number(String sql, @Nullable Object... arguments) throws SQLException {
        Long number = first(sql, row -> row.number(1), arguments);
        if (number == null) {
            throw new SQLException("no row where one must be: " + sql);
        }
        return number;
    }

    /** Runs a script of several statements. */
    void script(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** From here on the driver neither begins nor ends transactions, nor tries to with every statement. */
    void takeOverTransactions() throws SQLException {
        connection.setAutoCommit(false);
        run("ROLLBACK"); // of the one that this began
    }

    /** Begins a transaction that reads one state of the store. */
    void beginReading() throws SQLException {
        run("BEGIN");
    }

    /** Begins a transaction that writes; the lock is taken now and not in its midst. */
    void beginWriting() throws SQLException {
        run("BEGIN IMMEDIATE");
        tally.begin();
    }

    void commit() throws SQLException {
        run("COMMIT");
        tally.committed();
    }

    /** Undoes the transaction after a failure, which may have ended it already. */
    void rollback(Throwable failure) {
        tally.rolledBack();
        try {
            run("ROLLBACK");
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    void savepoint() throws SQLException {
        run("SAVEPOINT one_call");
        tally.savepoint();
    }

    void releaseSavepoint() throws SQLException {
        run("RELEASE SAVEPOINT one_call");
    }

    void rollbackToSavepoint() throws SQLException {
        run("ROLLBACK TO SAVEPOINT one_call");
        tally.rolledBackToSavepoint();
        releaseSavepoint();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private PreparedStatement prepared(String sql, @Nullable Object... arguments) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        for (int index = 0; index < arguments.length; index++) {
            bind(statement, index + 1, arguments[index]);
        }
        return statement;
    }

    /** The driver ends a statement that failed: it must be prepared anew. */
    private void discard(String sql, SQLException failure) {
        PreparedStatement statement = statements.remove(sql);
        if (statement != null) {
            try {
                statement.close();
            } catch (SQLException e) {
                failure.addSuppressed(e);
            }
        }
    }

    private static void bind(PreparedStatement statement, int index, @Nullable Object value) throws SQLException {
        switch (value) {
            case null -> statement.setObject(index, null);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setBoolean(index, flag);
            case String text -> statement.setString(index, text);
            case byte[] octets -> statement.setBytes(index, octets);
            case ObjectGuid guid -> statement.setBytes(index, octets(guid));
            case Instant instant -> statement.setLong(index, micros(instant));
            case Enum<?> word -> statement.setString(index, word.name());
            default -> throw new IllegalArgumentException("cannot store a " + value.getClass());
        }
    }

    /** The octets in the order of the text form, so that the store sorts by it and shows it in its tools. */
    static byte[] octets(ObjectGuid guid) {
        return ByteBuffer.allocate(ObjectGuid.LENGTH)
                .putLong(guid.value().getMostSignificantBits())
                .putLong(guid.value().getLeastSignificantBits())
                .array();
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
