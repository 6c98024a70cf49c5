package adsync.audit;

import adsync.audit.AuditFolder.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The last lines of the audit log. Lines whose writing was cut short count as not there. */
final class AuditTail {

    private final int longest;
    private final Deque<byte[]> lines = new ArrayDeque<>();
    private byte @Nullable [] first;
    private long length;

    AuditTail(int longest) {
        this.longest = longest;
    }

    /** A file of its own begins; the lines of the one before it are kept. */
    void beginFile() {
        first = null;
        length = 0;
    }

    /** Reads the next file. */
    void read(Path file) throws IOException {
        beginFile();
        AuditFolder.read(file, this::line);
    }

    private void line(byte[] line, boolean ended) {
        if (!ended) {
            return;
        }
        first = first == null ? line : first;
        length += line.length + 1;
        lines.addLast(line);
        if (lines.size() > longest) {
            lines.removeFirst();
        }
    }

    /** The octets of the complete lines in the file read last. */
    long length() {
        return length;
    }

    /** The number of that file's first line; empty if it has none. */
    Optional<Long> firstLine() {
        return Optional.ofNullable(first).flatMap(AuditLine::read).map(AuditLine::number);
    }

    /** Where the log ends. A line that is none of ours is counted. */
    Head head() {
        if (lines.isEmpty()) {
            return new Head(0, AuditLine.NOTHING);
        }
        long after = 0;
        for (Iterator<byte[]> backwards = lines.descendingIterator(); backwards.hasNext(); after++) {
            Optional<AuditLine> line = AuditLine.read(backwards.next());
            if (line.isPresent()) {
                return head(line.get().number() + after);
            }
        }
        return head(after);
    }

    private Head head(long number) {
        return new Head(number, AttributeClass.sha256(lines.getLast()));
    }

    /** The records that the lines tell of, the oldest first. */
    Set<String> records() {
        Set<String> records = new LinkedHashSet<>();
        lines.forEach(line -> AuditLine.read(line).map(AuditLine::record).ifPresent(records::add));
        return records;
    }
}
