package adsync.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The disk below a folder. Its kind stands in the table of mounts, which has no line for a root that is an ordinary folder of another
 * one (chroot): what is not known is no fault.
 */
final class Disk {

    private Disk() {}

    /** How much this account can still write there, in octets; 0 also if it cannot be asked. */
    static long room(Path folder) {
        return folder.toFile().getUsableSpace(); // asks by the path: the newer way looks for the mount before
    }

    /** The kind of its file system, if that is known to lie on another machine. */
    static Optional<String> network(Path folder) {
        try {
            return Optional.of(Files.getFileStore(folder).type()).filter(Disk::remote);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether a file system of this type lies on another machine. */
    static boolean remote(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("nfs")
                || lower.startsWith("cifs")
                || lower.startsWith("smb")
                || lower.equals("afs")
                || lower.equals("fuse.sshfs");
    }
}
