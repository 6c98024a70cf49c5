package adsync.config;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys of a section that is the value of one key. What is wrong is told with its own line. */
final class Parts {

    private final Surroundings surroundings;
    private final int line;
    private final Map<String, Item.Entry> entries = new LinkedHashMap<>();
    private boolean wrong;

    private Parts(Item.Section section, Surroundings surroundings) {
        this.surroundings = surroundings;
        this.line = section.line();
        section.entries().forEach(this::add);
    }

    /** Reads a section whose keys are known. */
    static Parts of(Item.Section section, Surroundings surroundings, List<String> known) {
        Parts parts = new Parts(section, surroundings);
        Set<String> unknown = new HashSet<>(parts.entries.keySet());
        known.forEach(unknown::remove);
        for (String name : unknown) {
            parts.refuse(
                    name,
                    "expected one of " + String.join(", ", known) + ", found an unknown key"
                            + NearestName.of(name, known)
                                    .map(nearest -> "; did you mean " + nearest + "?")
                                    .orElse(""));
        }
        return parts;
    }

    /** Reads a section whose keys are names that the administrator gives. */
    static Parts named(Item.Section section, Surroundings surroundings) {
        return new Parts(section, surroundings);
    }

    private void add(Item.Entry entry) {
        Item.Entry earlier = entries.putIfAbsent(entry.key(), entry);
        if (earlier != null) {
            wrong = true;
            surroundings
                    .within(entry.key())
                    .refuse(
                            entry.line(),
                            "expected every key once, found it again; it is already on line " + earlier.line());
        }
    }

    List<Item.Entry> entries() {
        return List.copyOf(entries.values());
    }

    boolean has(String name) {
        return entries.containsKey(name);
    }

    /** The value of a key; empty if it is not there, or if it is wrong, which has then been told. */
    <T> Optional<T> read(String name, Kind<T> kind) {
        Item.Entry entry = entries.get(name);
        return entry == null ? Optional.empty() : read(entry, kind);
    }

    /** The value of an entry; empty if it is wrong, which has then been told. */
    <T> Optional<T> read(Item.Entry entry, Kind<T> kind) {
        try {
            return Optional.of(kind.reader().read(entry.value(), surroundings.within(entry.key())));
        } catch (Unexpected e) {
            wrong = true;
            if (!e.told()) {
                refuse(entry.key(), "expected " + kind.expected() + ", " + e.text());
            }
            return Optional.empty();
        }
    }

    /** Complains about a key, or that it is missing. */
    void refuse(String name, String text) {
        wrong = true;
        Item.Entry entry = entries.get(name);
        surroundings.within(name).refuse(entry == null ? line : entry.line(), text);
    }

    /** Goes on only if nothing is wrong. */
    void check() throws Unexpected {
        if (wrong) {
            throw Unexpected.within();
        }
    }
}
