package adsync.journal;

import adsync.change.ObjectGuid;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The current row of a result, in the types of this room. */
final class Row {

    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    String text(String column) throws SQLException {
        String text = results.getString(column);
        if (text == null) {
            throw new SQLException("column " + column + " is empty");
        }
        return text;
    }

    @Nullable String textOrNull(String column) throws SQLException {
        return results.getString(column);
    }

    String textOr(String column, String otherwise) throws SQLException {
        String text = results.getString(column);
        return text == null ? otherwise : text;
    }

    long number(String column) throws SQLException {
        return results.getLong(column);
    }

    long number(int column) throws SQLException {
        return results.getLong(column);
    }

    boolean flag(String column) throws SQLException {
        return results.getBoolean(column);
    }

    byte @Nullable [] octetsOrNull(String column) throws SQLException {
        return results.getBytes(column);
    }

    Instant instant(String column) throws SQLException {
        return instant(results.getLong(column));
    }

    @Nullable Instant instantOrNull(String column) throws SQLException {
        long micros = results.getLong(column);
        return results.wasNull() ? null : instant(micros);
    }

    ObjectGuid guid(String column) throws SQLException {
        byte[] octets = results.getBytes(column);
        if (octets == null || octets.length != ObjectGuid.LENGTH) {
            throw new SQLException("column " + column + " holds no objectGUID");
        }
        ByteBuffer fields = ByteBuffer.wrap(octets);
        return new ObjectGuid(new UUID(fields.getLong(), fields.getLong()));
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
