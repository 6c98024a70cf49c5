package adsync.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of the audit log: {@code audit.jsonl}, which is written, the full ones beside it, called by the number of their
 * first line, and {@code audit.head}, which says where the log ended.
 */
final class AuditFolder {

    private static final String ACTIVE = "audit.jsonl";
    private static final String HEAD = "audit.head";
    private static final Pattern FULL = Pattern.compile("audit-(\\d{12})\\.jsonl");

    private final Path path;

    /** Below the state folder. */
    AuditFolder(Path state) {
        this.path = state.resolve("audit");
    }

    /** The end of the log: the number of the last line, and its hash. */
    record Head(long number, String hash) {}

    /** Reads a file line by line. */
    interface Reading {

        /**
         * Takes the next line, without its end.
         *
         * @param ended whether it had one; only the last of a file has not, if its writing was cut short
         */
        void line(byte[] line, boolean ended);
    }

    void create() throws IOException {
        if (!Files.isDirectory(path)) {
            Files.createDirectories(path);
            restrict(path, "rwx------");
        }
    }

    Path active() {
        return path.resolve(ACTIVE);
    }

    /** The full files, the oldest first. */
    List<Path> full() throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> firstLine(file).isPresent()).sorted().toList();
        }
    }

    /** All files, the oldest first. */
    List<Path> all() throws IOException {
        List<Path> files = new ArrayList<>(full());
        if (Files.exists(active())) {
            files.add(active());
        }
        return files;
    }

    /** The number of the first line that the name of a full file tells. */
    static Optional<Long> firstLine(Path file) {
        var name = FULL.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? Optional.of(Long.parseLong(name.group(1))) : Optional.empty();
    }

    /** Puts the active file beside the full ones, of which the oldest go. */
    void rotate(long firstLine, int keep) throws IOException {
        Path full = path.resolve(String.format(Locale.ROOT, "audit-%012d.jsonl", firstLine));
        Files.move(active(), full, StandardCopyOption.ATOMIC_MOVE);
        List<Path> files = full();
        for (Path old : files.subList(0, Math.max(0, files.size() - keep))) {
            Files.delete(old);
        }
    }

    /** The end of the log as it was written; empty if that was never, or cannot be read. */
    Optional<Head> head() throws IOException {
        try {
            String[] words = Files.readString(path.resolve(HEAD)).strip().split(" ", -1);
            return Optional.of(new Head(Long.parseLong(words[0]), words[1]));
        } catch (NoSuchFileException | NumberFormatException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    void head(Head head) throws IOException {
        Path fresh = path.resolve(HEAD + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            restrict(fresh, "rw-------");
            channel.write(StandardCharsets.UTF_8.encode(head.number() + " " + head.hash() + "\n"));
            channel.force(true);
        }
        Files.move(fresh, path.resolve(HEAD), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Makes new names durable. */
    void force() throws IOException {
        try (FileChannel folder = FileChannel.open(path, StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    static void restrict(Path file, String permissions) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Reads all lines of a file, one after the other. */
    static void read(Path file, Reading reading) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            var line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == '\n') {
                    reading.line(line.toByteArray(), true);
                    line.reset();
                } else {
                    line.write(octet);
                }
            }
            if (line.size() > 0) {
                reading.line(line.toByteArray(), false);
            }
        }
    }
}
