package adsync.sealing;

import adsync.observe.FailureWords;
import adsync.sealing.KeySet.SealingKey;
import adsync.worker.DurableFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The key set in use: the newest that was ever seen with a good signature and a key to seal to. One that is offered and missing, damaged,
 * foreign, older or of no use changes nothing but {@link #problem}. May be asked from any thread; {@link #refresh} blocks.
 */
public final class KeySets {

    private final KeySetSource source;
    private final Path lastGood;
    private final RootKey root;
    private final EarlierKeys earlier;
    private final Clock clock;
    private volatile @Nullable KeySet current;
    private volatile String problem = "";
    private String found = "";
    private boolean unkept;

    /**
     * Reads nothing yet.
     *
     * @param source where the provider's set is put: a file, or an address of the web that is asked for it
     * @param lastGood where the last good one is kept, and beside it the keys of those before; its folder exists
     * @param root who must have signed it
     */
    public KeySets(URI source, Path lastGood, RootKey root, Clock clock) {
        this.source = KeySetSource.of(source, clock);
        this.lastGood = lastGood;
        this.root = root;
        this.earlier = new EarlierKeys(lastGood.resolveSibling(lastGood.getFileName() + ".earlier"), root);
        this.clock = clock;
    }

    /** The set in use; empty if there was never a good one. */
    public Optional<KeySet> current() {
        return Optional.ofNullable(current);
    }

    /**
     * What an event may be sealed to: the keys of the set in use, and those of the sets before, for 30 days. A domain controller learns
     * of a new set late, and what it sealed before waits in its spool.
     */
    public List<SealingKey> accepted() {
        KeySet set = current;
        return set == null
                ? List.of()
                : Stream.concat(set.keys().stream(), earlier.at(clock.instant()).stream())
                        .toList();
    }

    /** Why the file is not in use, in a sentence; empty if it is. */
    public String problem() {
        return problem;
    }

    /**
     * Takes up the one that was kept, and looks at a file. An address of the web is not asked: it may not answer, and {@link #refresh}
     * is to follow.
     */
    public synchronized void begin() {
        if (source instanceof KeySetSource.File) {
            refresh();
        } else {
            current = kept();
            problem = found;
        }
    }

    /**
     * Looks at the file again, and at first at the one that was kept.
     *
     * @return whether another set is in use now
     */
    public synchronized boolean refresh() {
        found = "";
        try {
            return look();
        } finally {
            problem = found; // at once: a source that answers slowly does not look well meanwhile
        }
    }

    private boolean look() {
        KeySet before = current == null ? kept() : current;
        current = before;
        if (unkept && before != null) {
            keep(before);
        }
        KeySet offered = read(source);
        if (offered == null || (before != null && before.text().equals(offered.text()))) {
            return false;
        }
        Instant now = clock.instant();
        String complaint = complaint(offered, before, now);
        if (!complaint.isEmpty()) {
            found = complaint;
            return false;
        }
        if (before != null) {
            earlier.replaced(before, offered, now);
        }
        current = offered;
        keep(offered);
        return true;
    }

    private @Nullable KeySet kept() {
        if (!Files.exists(lastGood)) {
            return null;
        }
        KeySet last = read(new KeySetSource.File(lastGood));
        found = ""; // the file that is offered now may be better
        try {
            earlier.load();
        } catch (IOException e) {
            found = "the keys of earlier key sets cannot be read: " + FailureWords.of(e);
        }
        return last;
    }

    /** Why a set is not to be used; empty if it is. */
    private String complaint(KeySet offered, @Nullable KeySet before, Instant now) {
        if (before != null && offered.version() < before.version()) {
            return "the key set " + source + " has version " + offered.version() + ", older than " + before.version()
                    + ", which stays in use";
        }
        if (before != null && offered.version() == before.version()) {
            return "the key set " + source + " is another one of version " + before.version()
                    + "; the one seen first stays in use";
        }
        if (before == null && !offered.expires().isAfter(now)) {
            return "the key set " + source + " of version " + offered.version() + " expired on " + offered.expires()
                    + ", and as the first one it is not used: it may be an old one that somebody kept; get a new one of the"
                    + " provider";
        }
        return offered.current(now).isPresent()
                ? ""
                : "the key set " + source + " of version " + offered.version()
                        + " has no key that can be sealed to now, and is not used";
    }

    private @Nullable KeySet read(KeySetSource from) {
        try {
            return KeySet.read(from.read(), root);
        } catch (IOException e) {
            found = "the key set " + from + " cannot be read: " + FailureWords.of(e);
        } catch (SealingException e) {
            found = "the key set " + from + " is refused: " + e.getMessage();
        }
        return null;
    }

    /** Without it a later start could be given an older set. The keys before come first: a set that is kept replaces nothing again. */
    private void keep(KeySet good) {
        unkept = true;
        try {
            earlier.save();
            DurableFile.replace(lastGood, good.text());
            unkept = false;
        } catch (IOException e) {
            found = "the key set in use cannot be kept in " + lastGood + ": " + FailureWords.of(e);
        }
    }
}
