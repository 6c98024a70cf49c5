package adsync.audit;

import adsync.journal.AuditRecord;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
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

    /** The octets of a line, without its end. */
    static byte[] write(long number, String previous, AuditRecord record) {
        JsonObject changes = new JsonObject();
        record.deltas().forEach((attribute, delta) -> {
            AttributeClass shown = AttributeClass.of(attribute);
            changes.put(
                    attribute,
                    new JsonObject()
                            .put("before", new JsonArray(shown.show(delta.before())))
                            .put("after", new JsonArray(shown.show(delta.after()))));
        });
        JsonObject line = new JsonObject()
                .put("line", number)
                .put("previous", previous)
                .put("sequence", record.sequence())
                .put("at", record.at().toString())
                .put("objectGUID", record.objectGuid().toString())
                .put("dn", record.dn())
                .put("kind", record.kind().word())
                .put("changes", changes)
                .put("domainController", record.origin().domainController());
        if (record.origin().usn() > 0) { // a tombstone cannot be read, so its number is not known
            line.put("usn", record.origin().usn());
        }
        return line.put("seenAt", record.origin().seenAt().toString())
                .put("correlationId", record.correlationId().value())
                .put("outcome", record.answer().outcome().word())
                .put("status", record.answer().status())
                .put("detail", record.answer().detail())
                .encode()
                .getBytes(StandardCharsets.UTF_8);
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
