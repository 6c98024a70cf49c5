package adsync.journal;

import adsync.journal.JournalException.Reason;
import adsync.observe.LogKeys;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the journal, which one process has for itself. */
final class StateFolder implements AutoCloseable {

    /** The store. */
    private static final String STORE = "journal.db";

    /** Locked as long as a process has the folder. */
    private static final String LOCK = "journal.lock";

    /** How to mend what is wrong with it. */
    static final String OTHER = "name a folder on a local disk that the account of this process may write, in state";

    private static final String OTHER_FOLDER = "; to mend it: " + OTHER + ".";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER_OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private static final Logger LOGGER = LoggerFactory.getLogger(StateFolder.class);

    private final Path path;
    private final FileChannel channel;

    private StateFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder if it is missing and takes it.
     *
     * @throws JournalException if that cannot be; nothing was changed then
     */
    static StateFolder take(Path path) {
        create(path);
        refuseNetwork(path);
        warnIfOpen(path);
        StateFolder taken = lock(path);
        try {
            keepToOwner(path);
        } catch (IOException e) {
            closeAfter(e, taken.channel);
            throw new JournalException(
                    Reason.INACCESSIBLE, "The files in the state folder " + path + " cannot be kept to their owner", e);
        }
        return taken;
    }

    /** The store of a folder that somebody else may have. */
    static Path storeIn(Path path) {
        return path.resolve(STORE);
    }

    Path path() {
        return path;
    }

    Path store() {
        return path.resolve(STORE);
    }

    /** Gives the folder to others. */
    @Override
    public void close() throws IOException {
        channel.close(); // releases the lock
    }

    private static void create(Path path) {
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new JournalException(
                    Reason.INACCESSIBLE, "The state folder " + path + " is not a folder" + OTHER_FOLDER);
        }
        try {
            if (!Files.exists(path)) {
                Files.createDirectories(path);
                restrict(path);
            }
        } catch (IOException e) {
            throw new JournalException(
                    Reason.INACCESSIBLE, "The state folder " + path + " cannot be created" + OTHER_FOLDER, e);
        }
        if (!Files.isWritable(path)) {
            throw new JournalException(
                    Reason.INACCESSIBLE, "The state folder " + path + " is not writable" + OTHER_FOLDER);
        }
    }

    /** It holds personal data. */
    private static void restrict(Path path) throws IOException {
        if (posix(path)) {
            Files.setPosixFilePermissions(path, FOLDER_OWNER_ONLY);
        }
    }

    /** What is in the files is ours alone, whatever the folder is. SQLite gives its other files the rights of the store. */
    private static void keepToOwner(Path path) throws IOException {
        if (!posix(path)) {
            return;
        }
        Path store = path.resolve(STORE);
        if (Files.notExists(store)) {
            Files.createFile(store, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        }
        for (String name : List.of(STORE, STORE + "-wal", STORE + "-shm", LOCK)) {
            Path file = path.resolve(name);
            if (Files.exists(file)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
        }
    }

    private static void warnIfOpen(Path path) {
        try {
            if (posix(path) && !FOLDER_OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
                LOGGER.atWarn()
                        .addKeyValue(LogKeys.DETAIL, "give it the permissions rwx------")
                        .log("the state folder is open to others, the files in it are not");
            }
        } catch (IOException e) {
            throw new JournalException(Reason.INACCESSIBLE, "The state folder " + path + " cannot be examined.", e);
        }
    }

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static void refuseNetwork(Path path) {
        Disk.network(path).ifPresent(type -> {
            throw new JournalException(
                    Reason.INACCESSIBLE, "The state folder " + path + " " + onNetwork(type) + OTHER_FOLDER);
        });
    }

    static String onNetwork(String type) {
        return "lies on a network file system (" + type + "), which does not lock and sync as the journal needs";
    }

    /** Whether what is in a folder was made by somebody else, for whom alone it is. */
    static boolean ofAnotherAccount(Path path) {
        return Stream.of(STORE, LOCK)
                .map(path::resolve)
                .anyMatch(file -> Files.exists(file) && !Files.isWritable(file));
    }

    private static StateFolder lock(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new JournalException(
                        Reason.IN_USE,
                        "The state folder " + path
                                + " belongs to another process that runs; to mend it: stop it, or give this one a state"
                                + " folder of its own.");
            }
            return new StateFolder(path, channel);
        } catch (IOException e) {
            closeAfter(e, channel);
            throw new JournalException(
                    Reason.INACCESSIBLE, "The state folder " + path + " cannot be locked" + OTHER_FOLDER, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // it is this very process
        }
    }

    private static void closeAfter(IOException failure, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }
}
