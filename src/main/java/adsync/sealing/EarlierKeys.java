package adsync.sealing;

import adsync.sealing.KeySet.SealingKey;
import adsync.worker.DurableFile;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keys that were in use and are in the set no more, in a file: what a domain controller sealed to them may still be in its spool. All
 * but {@link #at} is of one thread.
 */
final class EarlierKeys {

    /** As long as the provider keeps the private halves. */
    static final Duration KEPT = Duration.ofDays(30);

    private static final String ROOT = "root";
    private static final String KEYS = "keys";
    private static final String UNTIL = "until";
    private static final String KEY = "key";

    private final Path file;
    private final RootKey root;
    private volatile List<Earlier> all = List.of();

    /**
     * Reads nothing yet.
     *
     * @param root who signed the sets that they were in
     */
    EarlierKeys(Path file, RootKey root) {
        this.file = file;
        this.root = root;
    }

    private record Earlier(SealingKey key, Instant until) {

        boolean is(SealingKey other) {
            return key.id().equals(other.id()) && key.algorithm().equals(other.algorithm());
        }
    }

    /** Those that are not too old. */
    List<SealingKey> at(Instant now) {
        return all.stream()
                .filter(one -> one.until().isAfter(now))
                .map(Earlier::key)
                .toList();
    }

    /** Reads the file, if there is one; those of another root are left. */
    void load() throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        List<Earlier> read = new ArrayList<>();
        try {
            Map<String, Object> content = JSONObjectUtils.parse(Files.readString(file, StandardCharsets.UTF_8));
            Map<String, Object>[] kept = JSONObjectUtils.getJSONObjectArray(content, KEYS);
            if (kept == null || !root.text().equals(JSONObjectUtils.getString(content, ROOT))) {
                return;
            }
            for (Map<String, Object> one : kept) {
                Instant until = Instant.ofEpochSecond(JSONObjectUtils.getLong(one, UNTIL));
                KeySet.key(JSONObjectUtils.getJSONObject(one, KEY)).ifPresent(key -> read.add(new Earlier(key, until)));
            }
        } catch (ParseException e) {
            throw new IOException("it is no JSON", e);
        }
        all = List.copyOf(read);
    }

    /** Remembers what is in a set and not in the next one. */
    void replaced(KeySet before, KeySet next, Instant now) {
        List<Earlier> some = new ArrayList<>();
        for (SealingKey key : before.keys()) {
            some.add(new Earlier(key, now.plus(KEPT)));
        }
        for (Earlier one : all) {
            if (one.until().isAfter(now) && some.stream().noneMatch(other -> other.is(one.key()))) {
                some.add(one);
            }
        }
        some.removeIf(one -> next.keys().stream().anyMatch(one::is));
        all = List.copyOf(some);
    }

    /** Writes the file. */
    void save() throws IOException {
        List<Map<String, Object>> kept = new ArrayList<>();
        for (Earlier one : all) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put(UNTIL, one.until().getEpochSecond());
            json.put(KEY, one.key().key().toJSONObject());
            kept.add(json);
        }
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(ROOT, root.text());
        content.put(KEYS, kept);
        DurableFile.replace(file, JSONObjectUtils.toJSONString(content));
    }
}
