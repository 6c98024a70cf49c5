package adsync.audit;

import adsync.change.Delta;
import adsync.journal.AuditRecord;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A line of the audit log, as far as the chain is concerned.
 *
 * @param number its place in the chain; the first line has 1
 * @param previous hash of the line before it
 * @param record names the journal's record that it tells of
 */
record AuditLine(long number, String previous, String record) {

    /** What the first line names as the hash of the line before it. */
    static final String NOTHING = "0".repeat(64);

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int USUAL_LENGTH = 2048;

    /** The octets of a line, without its end. Written token by token: every change of a first load passes here. */
    static byte[] write(long number, String previous, AuditRecord record) {
        // By way of a text: half a surrogate pair then becomes a question mark instead of an exception.
        var line = new StringWriter(USUAL_LENGTH);
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeNumberField("line", number);
            json.writeStringField("previous", previous);
            json.writeNumberField("sequence", record.sequence());
            json.writeStringField("at", record.at().toString());
            json.writeStringField("objectGUID", record.objectGuid().toString());
            json.writeStringField("dn", record.dn());
            json.writeStringField("kind", record.kind());
            json.writeObjectFieldStart("changes");
            for (Map.Entry<String, Delta> change : record.deltas().entrySet()) {
                AttributeClass shown = AttributeClass.of(change.getKey());
                json.writeObjectFieldStart(change.getKey());
                write("before", change.getValue().before(), shown, json);
                write("after", change.getValue().after(), shown, json);
                json.writeEndObject();
            }
            json.writeEndObject();
            json.writeStringField("domainController", record.origin().domainController());
            if (record.origin().usn() > 0) { // a tombstone cannot be read, so its number is not known
                json.writeNumberField("usn", record.origin().usn());
            }
            json.writeStringField("seenAt", record.origin().seenAt().toString());
            Instant whenChanged = record.origin().whenChanged();
            if (whenChanged != null) {
                json.writeStringField("whenChanged", whenChanged.toString());
            }
            json.writeStringField("correlationId", record.correlationId().value());
            json.writeStringField("outcome", record.answer().outcome().word());
            json.writeNumberField("status", record.answer().status());
            json.writeStringField("detail", record.answer().detail());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a text takes everything
        }
        return line.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(String name, List<String> values, AttributeClass shown, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(shown.show(value));
        }
        json.writeEndArray();
    }

    /** Reads a line; empty if it is none of ours. */
    static Optional<AuditLine> read(byte[] line) {
        try {
            JsonObject json = new JsonObject(new String(line, StandardCharsets.UTF_8));
            Long number = json.getLong("line");
            String previous = json.getString("previous");
            if (number == null || previous == null) {
                return Optional.empty();
            }
            String record = key(json.getLong("sequence", 0L), json.getString("correlationId"), json.getString("at"));
            return Optional.of(new AuditLine(number, previous, record));
        } catch (DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** A journal that was begun anew counts from 1 again: its sequence alone names nothing. */
    static String key(AuditRecord record) {
        return key(
                record.sequence(), record.correlationId().value(), record.at().toString());
    }

    private static String key(long sequence, String correlationId, String at) {
        return sequence + " " + correlationId + " " + at;
    }
}
