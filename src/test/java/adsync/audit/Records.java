package adsync.audit;

import adsync.change.ChangeKind;
import adsync.change.CorrelationId;
import adsync.change.Delta;
import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.Answer;
import adsync.journal.AuditRecord;
import adsync.journal.ChangeSettled.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;

/** Records as the journal gives them. */
final class Records {

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");

    private Records() {}

    static List<AuditRecord> of(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(Records::of).toList();
    }

    static AuditRecord of(long sequence) {
        return of(sequence, Map.of("title", new Delta(List.of("Engineer"), List.of("Director of " + sequence))));
    }

    static AuditRecord of(long sequence, Map<String, Delta> deltas) {
        return new AuditRecord(
                sequence,
                NOON.plusSeconds(sequence),
                new ObjectGuid(new UUID(1, sequence)),
                "CN=Ada " + sequence + ",OU=Staff,DC=lab,DC=test",
                ChangeKind.UPDATED.word(),
                new CorrelationId("%016x".formatted(sequence)),
                new Origin("dc1.lab.test", 4000 + sequence, NOON, NOON.minusSeconds(1)),
                new Answer(Outcome.SHIPPED, 200, ""),
                new TreeMap<>(deltas));
    }
}
