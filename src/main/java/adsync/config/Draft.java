package adsync.config;

import adsync.directory.DirectoryOptions;
import adsync.scim.ScimOptions;
import adsync.secret.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * A configuration file while it is written, key by key. What nobody sets stays as it was, with its comments. Not for several
 * threads at once.
 */
public final class Draft {

    /** Stand in for what has not been answered yet while another part is tried. Nothing is ever asked of them. */
    private static final String SOME_PROVIDER = "{url: 'http://127.0.0.1', token: none}";

    private static final String SOME_DIRECTORY =
            "{servers: ['ldaps://127.0.0.1'], root: 'DC=none', user: 'nobody@none', password: none}";

    private final Path file;
    private final MappingNode top;
    private final String head;

    private Draft(Path file, MappingNode top, String head) {
        this.file = file;
        this.top = top;
        this.head = head;
    }

    /** A new file, in which nothing stands yet. */
    public static Draft fresh(Path file) {
        return new Draft(file, YamlText.nothing(), KeyComments.HEAD);
    }

    /**
     * A file that is there.
     *
     * @throws ConfigurationException if it is no YAML file of ours; what its values are is not looked at
     */
    public static Draft of(Path file) {
        Problems problems = new Problems();
        String text = problems.require(YamlFile.text(file, problems));
        problems.require(YamlFile.of(text, file, problems));
        return new Draft(file, YamlText.read(text), "");
    }

    /** The same to go on with, independent of this one. */
    public Draft copy() {
        return new Draft(file, YamlText.read(YamlText.write(top)), head);
    }

    /** Which file it is. */
    public Path file() {
        return file;
    }

    /** Whether a key, or a section, stands in it. */
    public boolean has(String key) {
        return YamlText.find(top, key).isPresent();
    }

    /** Whether nothing stands in it. */
    public boolean isEmpty() {
        return top.getValue().isEmpty();
    }

    /** What stands under a key, on one line; a secret that stands in the file itself is not told. */
    public Optional<String> text(String key) {
        return YamlText.find(top, key).map(value -> shown(key, YamlFile.item(value)));
    }

    /** The values of a list, or a single one; empty if there are none. Not for secrets. */
    public List<String> texts(String key) {
        return YamlText.find(top, key).map(YamlFile::item).stream()
                .flatMap(item -> switch (item) {
                    case Item.Scalar scalar -> Stream.of(scalar.text());
                    case Item.Sequence list ->
                        list.items().stream()
                                .filter(Item.Scalar.class::isInstance)
                                .map(value -> ((Item.Scalar) value).text());
                    case Item.Section section -> section.entries().stream().map(Item.Entry::key);
                })
                .toList();
    }

    /**
     * Sets a key. One that would say what holds without it is not added.
     *
     * @param value a text, number, truth value, list, or map by key
     * @throws IllegalArgumentException if there is no such key
     */
    public Draft set(String key, Object value) {
        String known = Stream.of(key)
                .filter(name ->
                        Keys.ALL.stream().anyMatch(one -> one.path().equals(name) || name.startsWith(one.path() + ".")))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such key: " + key));
        if (has(known) || !usual(known, value)) {
            YamlText.put(top, known, YamlText.node(value));
        }
        return this;
    }

    private static boolean usual(String name, Object value) {
        return Keys.ALL.stream()
                .filter(key -> key.path().equals(name))
                .flatMap(key -> key.defaultText().stream())
                .anyMatch(String.valueOf(value)::equals);
    }

    /** Takes keys, or sections, out. */
    public Draft remove(String... keys) {
        for (String key : keys) {
            YamlText.remove(top, key);
        }
        return this;
    }

    /** The file as it would be. */
    public String yaml() {
        return head + YamlText.write(top);
    }

    /**
     * All of it.
     *
     * @throws ConfigurationException with everything that is wrong or missing
     */
    public Configuration configuration(Secrets secrets) {
        return configuration(yaml(), secrets);
    }

    private Configuration configuration(String text, Secrets secrets) {
        Problems problems = new Problems();
        return Configuration.of(file, problems.require(YamlFile.of(text, file, problems)), secrets, problems)
                .configuration();
    }

    /**
     * How to reach the servers of the directory, also while nobody is to log in.
     *
     * @throws ConfigurationException with everything that is wrong or missing for that
     */
    public DirectoryOptions servers(Secrets secrets) {
        Draft draft = copy();
        draft.remove("directory.user", "directory.password", "directory.keytab", "directory.kdc");
        draft.set("directory.user", "nobody@none").set("directory.password", "none");
        return draft.directory(secrets);
    }

    /**
     * How to reach the directory, whatever is missing of the provider, and while no root is chosen.
     *
     * @throws ConfigurationException with everything that is wrong or missing for that
     */
    public DirectoryOptions directory(Secrets secrets) {
        return withSome("provider", SOME_PROVIDER, secrets, draft -> {
                    if (!draft.has(Keys.ROOT.path()) && !draft.has(Keys.ROOTS.path())) {
                        draft.set(Keys.ROOT.path(), "DC=none").remove(Keys.EXCLUDE.path());
                    }
                })
                .directory();
    }

    /**
     * How to reach the provider, whatever is missing of the directory.
     *
     * @throws ConfigurationException with everything that is wrong or missing for that
     */
    public ScimOptions provider(Secrets secrets) {
        return addressed().withSomeDirectory(secrets).provider();
    }

    /**
     * Everything that concerns the provider, whatever is missing of the directory.
     *
     * @throws ConfigurationException with everything that is wrong or missing for that
     */
    public Configuration withSomeDirectory(Secrets secrets) {
        return withSome("directory", SOME_DIRECTORY, secrets, draft -> draft.remove("scope", "services", "passwords"));
    }

    /** The same of a file as it is read, if no directory stands in it. */
    static Item.Section withSomeDirectory(Item.Section top) {
        if (top.entries().stream().anyMatch(entry -> entry.key().equals("directory"))) {
            return top;
        }
        List<Item.Entry> entries = new ArrayList<>(top.entries());
        entries.add(new Item.Entry(top.line(), "directory", YamlFile.value(SOME_DIRECTORY)));
        return new Item.Section(top.line(), entries);
    }

    /** Whatever the organisation is called, if it is no part of the address. */
    private Draft addressed() {
        Draft draft = copy();
        if (text(Keys.URL.path())
                .filter(url -> url.contains(Kinds.ORGANIZATION))
                .isEmpty()) {
            draft.remove(Keys.ORGANIZATION.path());
        }
        return draft;
    }

    /**
     * Where the provider is, also while nobody is to log in there.
     *
     * @throws ConfigurationException with everything that is wrong or missing for that
     */
    public ScimOptions address(Secrets secrets) {
        Draft draft = copy();
        draft.remove("provider.user", "provider.password", "provider.token", "provider.oauth");
        YamlText.put(draft.top, Keys.TOKEN.path(), YamlText.node("none"));
        return draft.provider(secrets);
    }

    /**
     * Everything that concerns the directory, whatever is missing of the provider.
     *
     * @throws ConfigurationException with everything that is wrong or missing for that
     */
    public Configuration withSomeProvider(Secrets secrets) {
        return withSome("provider", SOME_PROVIDER, secrets, draft -> {});
    }

    private Configuration withSome(String section, String some, Secrets secrets, Consumer<Draft> further) {
        Draft draft = copy();
        draft.remove(section);
        YamlText.put(draft.top, section, YamlText.read(some));
        if (section.equals("provider") || !draft.has(Keys.ORGANIZATION.path())) {
            draft.set(Keys.ORGANIZATION.path(), "none");
        }
        further.accept(draft);
        return draft.configuration(secrets);
    }

    /** What is different in another draft. */
    public List<KeyChange> changes(Draft later) {
        Map<String, String[]> values = new LinkedHashMap<>();
        for (Key<?> key : Keys.ALL) {
            values.put(key.path(), new String[] {told(key), later.told(key)});
        }
        List<KeyChange> changes = new ArrayList<>();
        values.forEach((key, both) -> {
            if (!Objects.equals(both[0], both[1])) {
                changes.add(new KeyChange(key, both[0], both[1]));
            }
        });
        return changes;
    }

    private String told(Key<?> key) {
        return text(key.path()).orElse("");
    }

    private static String shown(String key, Item item) {
        if (secret(key) && !(item instanceof Item.Scalar scalar && Secrets.refers(scalar.text()))) {
            return "[secret]";
        }
        return YamlText.line(item);
    }

    private static boolean secret(String name) {
        return Keys.ALL.stream()
                .anyMatch(key -> key.path().equals(name) && key.kind().equals(Kinds.SECRET));
    }
}
