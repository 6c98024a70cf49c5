package adsync.sealing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key set in use: the newest that was ever seen with a good signature. A file that is missing, damaged, foreign or older
 * changes nothing but {@link #problem}. May be asked from any thread; {@link #refresh} blocks.
 */
public final class KeySets {

    private final Path source;
    private final Path lastGood;
    private final RootKey root;
    private volatile @Nullable KeySet current;
    private volatile String problem = "";

    /**
     * Reads nothing yet.
     *
     * @param source where the provider's set is put
     * @param lastGood where the last good one is kept; its folder exists
     * @param root who must have signed it
     */
    public KeySets(Path source, Path lastGood, RootKey root) {
        this.source = source;
        this.lastGood = lastGood;
        this.root = root;
    }

    /** The set in use; empty if there was never a good one. */
    public Optional<KeySet> current() {
        return Optional.ofNullable(current);
    }

    /** Why the file is not in use, in a sentence; empty if it is. */
    public String problem() {
        return problem;
    }

    /**
     * Looks at the file again, and at first at the one that was kept.
     *
     * @return whether another set is in use now
     */
    public synchronized boolean refresh() {
        KeySet before = current;
        if (before == null && Files.exists(lastGood)) {
            before = read(lastGood);
            current = before;
        }
        problem = "";
        KeySet offered = read(source);
        if (offered == null) {
            return false;
        }
        if (before != null && offered.version() < before.version()) {
            problem = "the key set " + source + " has version " + offered.version() + ", older than " + before.version()
                    + ", which stays in use";
            return false;
        }
        if (before != null && offered.version() == before.version()) {
            if (!offered.text().equals(before.text())) {
                problem = "the key set " + source + " is another one of version " + before.version()
                        + "; the one seen first stays in use";
            }
            return false;
        }
        current = offered;
        keep(offered);
        return true;
    }

    private @Nullable KeySet read(Path file) {
        try {
            if (Files.size(file) > KeySet.LONGEST) {
                throw new SealingException("it is longer than " + KeySet.LONGEST + " octets");
            }
            return KeySet.read(Files.readString(file, StandardCharsets.US_ASCII), root);
        } catch (IOException e) {
            problem = "the key set " + file + " cannot be read: " + e;
        } catch (SealingException e) {
            problem = "the key set " + file + " is refused: " + e.getMessage();
        }
        return null;
    }

    /** Without it a later start could be given an older set. */
    private void keep(KeySet good) {
        try {
            Path fresh = lastGood.resolveSibling(lastGood.getFileName() + ".new");
            Files.writeString(fresh, good.text(), StandardCharsets.US_ASCII);
            Files.move(fresh, lastGood, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            problem = "the key set in use cannot be kept in " + lastGood + ": " + e;
        }
    }
}
