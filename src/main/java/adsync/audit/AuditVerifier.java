package adsync.audit;

import adsync.audit.AuditFolder.Head;
import adsync.observe.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Follows the chain of the audit log through all its files. It may be written meanwhile. */
public final class AuditVerifier {

    private static final int ROTATIONS_MEANWHILE = 5;

    private Place last = new Place(Path.of(""), 0);
    private Place here = last;
    private Head head = new Head(0, AuditLine.NOTHING);
    private AuditVerdict.@Nullable Broken broken;
    private long lines;
    private long firstLine;
    private final AtomicLong octets = new AtomicLong();

    private AuditVerifier() {}

    private record Place(Path file, long line) {}

    private static AuditVerdict.Broken bad(Place place, String cause) {
        return new AuditVerdict.Broken(place.file(), place.line(), cause);
    }

    /**
     * Verifies the audit log of a state folder. Blocks; takes a second for each 100 MB or so.
     *
     * @param progress is told of how many octets are read
     * @throws IOException if its files cannot be read
     */
    public static AuditVerdict verify(Path state, Progress progress) throws IOException {
        var folder = new AuditFolder(state);
        for (int attempt = 1; ; attempt++) {
            List<Path> files = folder.all();
            try {
                var verifier = new AuditVerifier();
                progress.begin("reading the audit log", verifier.octets::get, length(files));
                AuditVerdict verdict = verifier.verify(folder, files);
                // A file that became full meanwhile was read twice, or not at all.
                if (attempt == ROTATIONS_MEANWHILE || folder.all().equals(files)) {
                    return verdict;
                }
            } catch (NoSuchFileException e) {
                if (attempt == ROTATIONS_MEANWHILE) {
                    throw e;
                }
            }
        }
    }

    private static long length(List<Path> files) throws IOException {
        long length = 0;
        for (Path file : files) {
            length += Files.size(file);
        }
        return length;
    }

    private AuditVerdict verify(AuditFolder folder, List<Path> files) throws IOException {
        Optional<Head> noted = folder.head(); // before the lines: it is written after them
        if (files.isEmpty() && noted.isEmpty()) {
            return new AuditVerdict.Absent();
        }
        for (Path file : files) {
            begin(file);
            AuditFolder.read(file, this::line);
            if (broken != null) {
                return broken;
            }
        }
        if (noted.isPresent() && head.number() < noted.get().number()) {
            Path file = files.isEmpty() ? folder.active() : files.getLast();
            return new AuditVerdict.Broken(
                    file,
                    last.file().equals(file) ? last.line() + 1 : 1,
                    "the lines up to number " + noted.get().number() + " are missing");
        }
        if (noted.isPresent() && head.number() == noted.get().number() && !head.equals(noted.get())) {
            return new AuditVerdict.Broken(last.file(), last.line(), "it was altered");
        }
        return new AuditVerdict.Sound(files.size(), lines, firstLine, head.number());
    }

    private void begin(Path file) {
        here = new Place(file, 0);
        if (lines == 0) { // what came before the oldest file was put away
            long number = AuditFolder.firstLine(file).orElse(1L);
            head = new Head(number - 1, number == 1 ? AuditLine.NOTHING : "");
            firstLine = number;
        }
    }

    private void line(byte[] text, boolean ended) {
        octets.addAndGet(text.length + 1L);
        if (broken != null || !ended) { // the end of a line may be on its way
            return;
        }
        lines++;
        Place place = new Place(here.file(), here.line() + 1);
        here = place;
        Optional<AuditLine> read = AuditLine.read(text);
        if (read.isEmpty()) {
            broken = bad(place, "it is no line of the audit log");
        } else if (read.get().number() != head.number() + 1) {
            broken = bad(
                    place,
                    "it has number " + read.get().number() + " where " + (head.number() + 1)
                            + " was written: lines were removed or moved");
        } else if (!head.hash().isEmpty() && !read.get().previous().equals(head.hash())) {
            broken = last.line() == 0 ? bad(place, "it was altered") : bad(last, "it was altered");
        } else {
            last = place;
            head = new Head(head.number() + 1, AttributeClass.sha256(text));
        }
    }
}
