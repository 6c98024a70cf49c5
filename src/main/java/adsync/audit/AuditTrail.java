package adsync.audit;

import adsync.audit.AuditFolder.Head;
import adsync.journal.AuditRecord;
import adsync.observe.LogKeys;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Appends to the audit log. Blocks; for one thread at a time. After a failure it begins again with what is on the disk. */
final class AuditTrail implements Closeable {

    private static final Logger LOGGER = LoggerFactory.getLogger(AuditTrail.class);

    /** Full from here on. */
    static final long FILE_SIZE = 64L << 20;

    /** Full files that are kept; with the active one they are a gibibyte. */
    static final int FILES_KEPT = 15;

    /** The last lines, among which a record is looked for that may have been written already. More than a batch has. */
    static final int REMEMBERED = 2000;

    private final AuditFolder folder;
    private final long fileSize;
    private final int filesKept;
    private @Nullable FileChannel channel;
    private Set<String> written = new LinkedHashSet<>();
    private Head head = new Head(0, AuditLine.NOTHING);
    private long length;
    private long firstLine;

    AuditTrail(AuditFolder folder, long fileSize, int filesKept) {
        this.folder = folder;
        this.fileSize = fileSize;
        this.filesKept = filesKept;
    }

    /**
     * Makes records durable, one line each, in order. Those whose line is among the last ones are not repeated.
     *
     * @return how many lines that made
     */
    int append(List<AuditRecord> records) throws IOException {
        try {
            FileChannel file = opened();
            List<AuditRecord> fresh = records.stream()
                    .filter(record -> !written.contains(AuditLine.key(record)))
                    .toList();
            write(file, fresh);
            folder.head(head);
            return fresh.size();
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private void write(FileChannel file, List<AuditRecord> records) throws IOException {
        var lines = new ByteArrayOutputStream();
        Head last = head;
        for (AuditRecord record : records) {
            byte[] line = AuditLine.write(last.number() + 1, last.hash(), record);
            lines.write(line);
            lines.write('\n');
            last = new Head(last.number() + 1, AttributeClass.sha256(line));
        }
        ByteBuffer octets = ByteBuffer.wrap(lines.toByteArray());
        while (octets.hasRemaining()) {
            file.write(octets);
        }
        file.force(true); // lines of an append that failed before may not be on the disk either
        length += lines.size();
        head = last;
        records.forEach(record -> written.add(AuditLine.key(record)));
        while (written.size() > REMEMBERED) {
            written.remove(written.iterator().next());
        }
    }

    /** The active file with room in it. Somebody may have put it away or cut it meanwhile. */
    private FileChannel opened() throws IOException {
        FileChannel file = channel;
        if (file != null && (Files.notExists(folder.active()) || Files.size(folder.active()) != length)) {
            close();
            file = null;
        }
        if (file == null) {
            file = open();
        }
        if (length >= fileSize) {
            close();
            folder.rotate(firstLine, filesKept);
            file = open();
        }
        return file;
    }

    private FileChannel open() throws IOException {
        folder.create();
        recall();
        boolean created = Files.notExists(folder.active());
        FileChannel file = FileChannel.open(folder.active(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel = file;
        if (created) {
            AuditFolder.restrict(folder.active(), "rw-------");
            folder.force();
        }
        if (file.size() > length) {
            file.truncate(length);
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DETAIL, folder.active().toString())
                    .log("audit log repaired: its last line was cut short");
        }
        file.position(length);
        return file;
    }

    /** Learns from the files where the log ends. */
    private void recall() throws IOException {
        var tail = new AuditTail(REMEMBERED);
        List<Path> full = folder.full();
        if (!full.isEmpty()) {
            tail.read(full.getLast());
        }
        if (Files.exists(folder.active())) {
            tail.read(folder.active());
            length = tail.length();
        } else {
            tail.beginFile();
            length = 0;
        }
        written = tail.records();
        Head found = tail.head();
        head = folder.head().filter(noted -> noted.number() >= found.number()).orElse(found);
        firstLine = tail.firstLine().orElse(head.number() + 1);
        if (!head.equals(found)) {
            LOGGER.atError()
                    .addKeyValue(LogKeys.DETAIL, folder.active().toString())
                    .log("the end of the audit log was removed or altered, see adsync audit verify");
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel file = channel;
        channel = null;
        if (file != null) {
            file.close();
        }
    }
}
