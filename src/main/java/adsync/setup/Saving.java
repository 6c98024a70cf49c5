package adsync.setup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a configuration file with the files it refers to so that a reader, or a machine that loses its power, finds all of the old
 * one or all of the new one. Everything new lies on the disk under names of its own before the configuration takes its place.
 */
final class Saving {

    private static final Logger LOGGER = LoggerFactory.getLogger(Saving.class);

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-r-----");

    private final Path file;
    private final Path folder;
    private final List<Path> written = new ArrayList<>();

    Saving(Path file) {
        this.file = file.toAbsolutePath().normalize();
        this.folder = folder(file);
    }

    /** Where a file lies. */
    static Path folder(Path file) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return folder == null ? file.toAbsolutePath().getRoot() : folder;
    }

    /**
     * Writes.
     *
     * @param text of the configuration
     * @param files what it refers to, by key
     * @throws IOException if that fails; then nothing is changed
     */
    void save(String text, Map<String, NewFiles.NewFile> files) throws IOException {
        Files.createDirectories(folder);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        boolean done = false;
        try {
            for (NewFiles.NewFile one : files.values()) {
                create(one.path(), one.content().reveal(), OWNER);
            }
            Files.deleteIfExists(fresh); // of a save that was cut short
            create(fresh, text, Files.exists(file) && posix() ? Files.getPosixFilePermissions(file) : OWNER_AND_GROUP);
            flush(folder);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            done = true;
        } finally {
            if (!done) {
                withdraw();
            }
        }
        flush(folder);
    }

    private void withdraw() {
        for (Path path : written) {
            remove(path);
        }
    }

    /** Takes a file away that nothing refers to any more. It does no harm if that fails. */
    static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOGGER.atWarn()
                    .addKeyValue("file", path.toString())
                    .setCause(e)
                    .log("a file that is of no use any more stays");
        }
    }

    private void create(Path path, String text, Set<PosixFilePermission> permissions) throws IOException {
        FileAttribute<?>[] attributes = posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
        try (FileChannel channel =
                FileChannel.open(path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
            written.add(path);
            ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (octets.hasRemaining()) {
                channel.write(octets);
            }
            channel.force(true);
        }
        if (posix()) {
            Files.setPosixFilePermissions(path, permissions); // whatever the mask of the process left of them
            own(path);
        }
    }

    /** Root may write for the service, which reads it under an account of its own: that of the file before, or of the folder. */
    private void own(Path path) throws IOException {
        PosixFileAttributes model = Files.readAttributes(Files.exists(file) ? file : folder, PosixFileAttributes.class);
        PosixFileAttributes is = Files.readAttributes(path, PosixFileAttributes.class);
        if (!"root".equals(System.getProperty("user.name")) || model.owner().equals(is.owner())) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        view.setGroup(model.group());
        view.setOwner(model.owner());
    }

    /** Names, too, have to reach the disk; where folders cannot be opened, the system does that itself. */
    private void flush(Path place) throws IOException {
        if (posix()) {
            try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private boolean posix() {
        return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
