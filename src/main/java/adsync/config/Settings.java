package adsync.config;

import adsync.secret.Secrets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The values of one file by key: read, checked one by one, and with the lines they stand on. */
final class Settings implements Surroundings.Complaints {

    private static final Set<String> SECTIONS = Keys.ALL.stream()
            .map(Key::section)
            .filter(section -> !section.isEmpty())
            .collect(Collectors.toUnmodifiableSet());

    private final Path file;
    private final Path folder;
    private final Secrets secrets;
    private final Problems problems;
    private final Map<String, Item.Entry> entries = new HashMap<>();
    private final Map<Key<?>, Object> values = new HashMap<>();

    private Settings(Path file, Path folder, Secrets secrets, Problems problems) {
        this.file = file;
        this.folder = folder;
        this.secrets = secrets;
        this.problems = problems;
    }

    /** Reads all keys; what is wrong is told. */
    static Settings read(Path file, Item.Section top, Path folder, Secrets secrets, Problems problems) {
        Settings settings = new Settings(file, folder, secrets, problems);
        settings.collect("", top);
        Keys.ALL.forEach(settings::read);
        return settings;
    }

    /** Whether a key, or a section, stands in the file, be it right or wrong. */
    boolean has(String path) {
        return entries.containsKey(path);
    }

    /** The value in the file, else the default; empty if there is neither, or if it is wrong. */
    <T> Optional<T> find(Key<T> key) {
        return Optional.ofNullable(values.get(key))
                .map(value -> key.kind().type().cast(value));
    }

    /** The value of a key that is required, has a default, or was found to be there. */
    <T> T get(Key<T> key) {
        return find(key)
                .orElseThrow(() -> new IllegalStateException("nobody checked that " + key.path() + " is there"));
    }

    /** What stands in the file for a key, with its place; empty if nothing does. */
    Optional<Item.Entry> written(Key<?> key) {
        return Optional.ofNullable(entries.get(key.path()));
    }

    /** Tells a problem with a key, at its line or that of the section where it is missing. */
    void refuse(String path, String text) {
        refuse(line(path), path, text);
    }

    /** Tells a problem with a part of a key's value, at the line of that part. */
    @Override
    public void refuse(int line, String path, String text) {
        problems.add(file, line, path, text);
    }

    /** Tells something unwise about a key. */
    @Override
    public void warn(String path, String text) {
        problems.warn(file, line(path), path, text);
    }

    private int line(String path) {
        for (String place = path; !place.isEmpty(); place = place.substring(0, Math.max(0, place.lastIndexOf('.')))) {
            Item.Entry entry = entries.get(place);
            if (entry != null) {
                return entry.line();
            }
        }
        return 1;
    }

    private void collect(String prefix, Item.Section section) {
        for (Item.Entry entry : section.entries()) {
            if (problems.enough()) {
                return; // what comes to be missing by that is not told
            }
            String path = prefix + entry.key();
            Item.Entry earlier = entries.get(path);
            if (earlier != null) {
                problems.add(
                        file,
                        entry.line(),
                        path,
                        "expected every key once, found it again; it is already on line " + earlier.line());
            } else if (SECTIONS.contains(path)) {
                entries.put(path, entry);
                collectSection(path, entry);
            } else if (Keys.ALL.stream().anyMatch(key -> key.path().equals(path))) {
                entries.put(path, entry);
            } else {
                problems.add(file, entry.line(), path, unknown(prefix, entry.key()));
            }
        }
    }

    private void collectSection(String path, Item.Entry entry) {
        if (entry.value() instanceof Item.Section inner) {
            collect(path + ".", inner);
        } else {
            problems.add(
                    file,
                    entry.line(),
                    path,
                    "expected a section, found " + entry.value().kind());
        }
    }

    private static String unknown(String prefix, String name) {
        List<String> known = Keys.ALL.stream()
                .map(Key::path)
                .filter(path -> path.startsWith(prefix))
                .map(path -> path.substring(prefix.length()).replaceFirst("\\..*", ""))
                .distinct()
                .toList();
        String remedy = NearestName.of(name, known)
                .or(() -> Keys.ALL.stream()
                        .filter(key -> key.name().equals(name))
                        .map(Key::path)
                        .findFirst())
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
        return "expected one of " + String.join(", ", known) + ", found an unknown key" + remedy;
    }

    private <T> void read(Key<T> key) {
        Item.Entry entry = entries.get(key.path());
        if (entry != null) {
            put(key, entry.value());
            return;
        }
        switch (key.need()) {
            case Key.Need.Default fallback -> put(key, YamlFile.value(fallback.yaml()));
            case Key.Need.Optional none -> {
                // nothing to read
            }
            case Key.Need.Required needed ->
                refuse(
                        key.path(),
                        "expected " + key.kind().expected() + ", found nothing; add it, for example " + key.name()
                                + ": " + key.example());
        }
    }

    private <T> void put(Key<T> key, Item item) {
        try {
            values.put(key, key.kind().reader().read(item, new Surroundings(folder, secrets, key.path(), this)));
        } catch (Unexpected e) {
            if (!e.told()) {
                refuse(item.line(), key.path(), "expected " + key.kind().expected() + ", " + e.text());
            }
        }
    }

    /** Tells that one of two keys has to go, and which line to look at. */
    void refuseBoth(Key<?> one, Key<?> other) {
        if (has(one.path()) && has(other.path())) {
            refuse(other.path(), "expected either " + one.path() + " or this, found both; remove one");
        }
    }

    /** Tells that one of two keys is needed. */
    void refuseNeither(Key<?> one, Key<?> other) {
        if (!has(one.path()) && !has(other.path())) {
            refuse(
                    one.path(),
                    "expected this or " + other.path() + ", found neither; add one, for example " + one.name() + ": "
                            + one.example());
        }
    }

    /** Tells that a key makes no sense without another one. */
    void refuseWithout(Key<?> key, Key<?> needed) {
        if (has(key.path()) && !has(needed.path())) {
            refuse(
                    needed.path(),
                    "expected it together with " + key.path() + ", found nothing; add it, for example " + needed.name()
                            + ": " + needed.example());
        }
    }
}
