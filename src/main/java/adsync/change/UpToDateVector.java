package adsync.change;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Up to which update sequence number the changes of each domain controller are known (MS-ADTS 3.1.1.1.9).
 *
 * @param usns by the identity of the database in which a change was made first
 */
public record UpToDateVector(Map<UUID, Long> usns) {

    /** Knows nothing. */
    public static final UpToDateVector NONE = new UpToDateVector(Map.of());

    public UpToDateVector {
        usns = Map.copyOf(usns);
    }

    /** What this one knows and another one does not. */
    public UpToDateVector beyond(UpToDateVector other) {
        Map<UUID, Long> unknown = new HashMap<>(usns);
        unknown.values().removeIf(usn -> usn <= 0);
        unknown.keySet().removeIf(database -> usn(database) <= other.usn(database));
        return new UpToDateVector(unknown);
    }

    /** What it knows of one database. */
    public UpToDateVector of(UUID database) {
        return new UpToDateVector(Map.of(database, usn(database)));
    }

    /** All that either of the two knows. */
    public UpToDateVector and(UpToDateVector other) {
        Map<UUID, Long> both = new HashMap<>(usns);
        other.usns.forEach((database, usn) -> both.merge(database, usn, Math::max));
        return new UpToDateVector(both);
    }

    /** By how many update sequence numbers another one is behind this one. */
    public long ahead(UpToDateVector other) {
        return beyond(other).usns.entrySet().stream()
                .mapToLong(entry -> entry.getValue() - other.usn(entry.getKey()))
                .sum();
    }

    public boolean isEmpty() {
        return usns.isEmpty();
    }

    private long usn(UUID database) {
        return usns.getOrDefault(database, 0L);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if that did not write it
     */
    public static UpToDateVector parse(String text) {
        Map<UUID, Long> usns = new HashMap<>();
        for (String cursor : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] parts = cursor.split("=", -1);
            if (parts.length != 2) {
                throw new IllegalArgumentException("no up-to-dateness vector: " + text);
            }
            usns.put(UUID.fromString(parts[0]), Long.valueOf(parts[1]));
        }
        return new UpToDateVector(usns);
    }

    /** Each database with its number, in a fixed order. */
    @Override
    public String toString() {
        return new TreeMap<>(usns)
                .entrySet().stream()
                        .map(cursor -> cursor.getKey() + "=" + cursor.getValue())
                        .collect(Collectors.joining(" "));
    }
}
