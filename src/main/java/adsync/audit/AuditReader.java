package adsync.audit;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the audit log while it is written, also beyond the end of a file. Only complete lines are read, and no more than a block
 * is kept. Blocks; for one thread.
 */
public final class AuditReader {

    private static final int BLOCK = 256 * 1024;

    /** A line that is longer is none of ours, and is skipped. */
    private static final int LONGEST_LINE = 16 * 1024 * 1024;

    private final AuditFolder folder;
    private @Nullable Path file;
    private long position;

    /** The number of the first line of the file that is read; 0 as long as that is not known. */
    private long firstLine;

    /** The number of the last line that was read; 0 before. */
    private long lastLine;

    /** Of a state folder; it begins at the oldest line. */
    public AuditReader(Path state) {
        folder = new AuditFolder(state);
    }

    /** Takes a line, and says whether to go on. */
    @FunctionalInterface
    public interface Lines {

        /** Takes the next line. */
        boolean line(JsonObject line);
    }

    /**
     * The last lines that fit, the oldest first; {@link #read} then goes on behind them. It looks from the end backwards, so that
     * lines at the end are found at once, however long the log is.
     *
     * @param most how many at most; they are kept in memory
     */
    public List<JsonObject> last(int most, Predicate<JsonObject> wanted) throws IOException {
        List<Path> files = folder.all();
        Deque<JsonObject> found = new ArrayDeque<>();
        if (files.isEmpty()) {
            return List.of();
        }
        begin(files.getLast());
        position = completeLength(files.getLast());
        for (int number = files.size() - 1; number >= 0 && found.size() < most; number--) {
            Path one = files.get(number);
            backwards(one, number == files.size() - 1 ? position : Files.size(one), line -> {
                json(line).filter(wanted).ifPresent(found::addFirst);
                return found.size() < most;
            });
        }
        return new ArrayList<>(found);
    }

    /** Goes to the first line that may be of an instant or later, without reading all before it; {@link #read} goes on there. */
    public void seek(Instant since) throws IOException {
        List<Path> files = folder.all();
        for (Path one : files) {
            Optional<Instant> begun = first(one).flatMap(AuditReader::at);
            if (file == null || begun.filter(instant -> !instant.isAfter(since)).isPresent()) {
                begin(one);
            }
        }
    }

    /**
     * All complete lines from where it stands, through all files to the end as it is now.
     *
     * @return false if it was told not to go on
     */
    public boolean read(Lines lines) throws IOException {
        if (file == null && !beginAny()) {
            return true;
        }
        while (true) {
            if (!forwards(lines)) {
                return false;
            }
            if (!put()) {
                return true;
            }
            if (!forwards(lines)) { // what was written between the last look and the putting aside
                return false;
            }
            next();
        }
    }

    /** When a line came to its end; empty if it does not say. */
    public static Optional<Instant> at(JsonObject line) {
        try {
            return Optional.ofNullable(line.getString("at")).map(Instant::parse);
        } catch (DateTimeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    private boolean beginAny() throws IOException {
        List<Path> files = folder.all();
        if (files.isEmpty()) {
            return false;
        }
        begin(files.getFirst());
        return true;
    }

    private void begin(Path one) {
        file = one;
        position = 0;
        firstLine = AuditFolder.firstLine(one).orElse(0L);
    }

    /** Whether what is read is, or has become, a full file; then it is read under its new name. */
    private boolean put() throws IOException {
        if (file == null || AuditFolder.firstLine(file).isPresent()) {
            return file != null;
        }
        long begun = firstLine > 0 || lastLine == 0 ? firstLine : lastLine + 1;
        for (Path full : folder.full()) {
            if (begun > 0 && AuditFolder.firstLine(full).orElse(-1L) == begun) {
                firstLine = begun;
                file = full;
                return true;
            }
        }
        return false;
    }

    /** The file behind the one that was read, or the oldest there is if that is gone too. */
    private void next() throws IOException {
        long read = firstLine;
        Optional<Path> full = folder.full().stream()
                .filter(one -> AuditFolder.firstLine(one).orElse(-1L) > read)
                .findFirst();
        begin(full.orElse(folder.active()));
    }

    private boolean forwards(Lines lines) throws IOException {
        Path reading = file;
        if (reading == null) {
            return true;
        }
        try (RandomAccessFile in = new RandomAccessFile(reading.toFile(), "r")) {
            if (put() && !reading.equals(file)) {
                return forwards(lines); // put aside before it was opened; later does no harm
            }
            if (in.length() < position) {
                position = 0; // somebody put another file there
            }
            return forwards(in, lines);
        } catch (FileNotFoundException e) {
            return true; // just put aside, or not begun yet: the next look finds it
        }
    }

    private boolean forwards(RandomAccessFile in, Lines lines) throws IOException {
        byte[] block = new byte[BLOCK];
        while (true) {
            in.seek(position);
            int length = in.read(block);
            int begin = 0;
            for (int index = 0; index < length; index++) {
                if (block[index] == '\n') {
                    Optional<JsonObject> line = json(new String(block, begin, index - begin, StandardCharsets.UTF_8));
                    begin = index + 1;
                    if (line.isPresent() && !told(line.get(), lines)) {
                        position += begin;
                        return false;
                    }
                }
            }
            position += begin;
            if ((length < block.length && begin == 0) || length <= 0) {
                return true;
            }
            if (begin == 0) {
                block = larger(block);
            }
        }
    }

    private byte[] larger(byte[] block) {
        if (block.length >= LONGEST_LINE) {
            position += block.length;
            return new byte[BLOCK];
        }
        return new byte[block.length * 2];
    }

    private boolean told(JsonObject line, Lines lines) {
        if (line.getValue("line") instanceof Number number) {
            lastLine = number.longValue();
            firstLine = firstLine == 0 ? lastLine : firstLine;
        }
        return lines.line(line);
    }

    private interface Text {
        boolean line(String line);
    }

    /** The complete lines before an end, the last one first. */
    private static void backwards(Path one, long end, Text taken) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(one.toFile(), "r")) {
            byte[] rest = new byte[0];
            long at = Math.max(0, end - 1); // without the last line's end
            while (at > 0) {
                int length = (int) Math.min(BLOCK, at);
                byte[] block = new byte[length + rest.length];
                in.seek(at - length);
                in.readFully(block, 0, length);
                System.arraycopy(rest, 0, block, length, rest.length);
                at -= length;
                int last = block.length;
                for (int index = Math.min(length, block.length) - 1; index >= 0; index--) {
                    if (block[index] == '\n') {
                        if (!taken.line(new String(block, index + 1, last - index - 1, StandardCharsets.UTF_8))) {
                            return;
                        }
                        last = index;
                    }
                }
                rest = last > LONGEST_LINE ? new byte[0] : Arrays.copyOf(block, last);
            }
            if (rest.length > 0) {
                taken.line(new String(rest, StandardCharsets.UTF_8));
            }
        } catch (FileNotFoundException e) {
            // the oldest file went while we came to it
        }
    }

    /** Up to the end of its last complete line. */
    private long completeLength(Path one) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(one.toFile(), "r")) {
            for (long at = in.length(); at > 0; at--) {
                in.seek(at - 1);
                if (in.read() == '\n') {
                    first(one)
                            .filter(line -> line.getValue("line") instanceof Number)
                            .ifPresent(line -> firstLine = line.getLong("line"));
                    return at;
                }
            }
            return 0;
        }
    }

    private static Optional<JsonObject> first(Path one) throws IOException {
        try (BufferedReader in = Files.newBufferedReader(one)) {
            String line = in.readLine();
            return line == null ? Optional.empty() : json(line);
        } catch (NoSuchFileException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<JsonObject> json(String line) {
        try {
            return Optional.of(new JsonObject(line));
        } catch (DecodeException e) {
            return Optional.empty();
        }
    }
}
