package adsync.config;

import adsync.config.Difference.Effect;
import adsync.secret.Secret;
import adsync.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A configuration with what each key came to, where that is from, and what another one has different. Prints no secret. */
public final class EffectiveConfiguration {

    /** What is decided once, when the process starts: where the state is, where we listen, and whose accounts are ours. */
    private static final Set<String> RESTART = Set.of(
            Keys.ORGANIZATION.path(),
            Keys.URL.path(),
            Keys.STATE.path(),
            Keys.LISTEN.path(),
            WebKeys.ENABLED.path(),
            WebKeys.URL.path(),
            WebKeys.CLEAR_TEXT.path(),
            PasswordKeys.LISTEN.path(),
            PasswordKeys.NAME.path());

    private static final Set<String> SHIPPING = Set.of(
            Keys.ROOT.path(),
            Keys.ROOTS.path(),
            Keys.EXCLUDE.path(),
            Keys.FILTER.path(),
            Keys.SHIP_GROUPS.path(),
            Keys.MAPPING.path(),
            Keys.SERVICES.path(),
            Keys.DEPROVISION.path());

    private final Path file;
    private final Configuration configuration;
    private final List<EffectiveValue> values = new ArrayList<>();
    private final List<Secret> secrets = new ArrayList<>();

    /** By key, of the value with all that it refers to. */
    private final Map<String, String> digests = new LinkedHashMap<>();

    private EffectiveConfiguration(Path file, Configuration.Read read) {
        this.file = file;
        this.configuration = read.configuration();
        Keys.ALL.forEach(key -> add(key, read.settings()));
    }

    /**
     * Reads a configuration file and all files it refers to. Blocks; starts nothing.
     *
     * @param file in YAML
     * @param environment where {@code ${env:NAME}} looks
     * @throws ConfigurationException with everything that is wrong, if anything is
     */
    public static EffectiveConfiguration load(Path file, Map<String, String> environment) {
        return new EffectiveConfiguration(file, Configuration.read(file, environment));
    }

    /** Which file it is. */
    public Path file() {
        return file;
    }

    /** What the rooms are started with. */
    public Configuration configuration() {
        return configuration;
    }

    /** All keys that have a value, in the order of the reference. */
    public List<EffectiveValue> values() {
        return List.copyOf(values);
    }

    /** All secrets in it, so that a text can be searched for them. */
    public List<Secret> secrets() {
        return List.copyOf(secrets);
    }

    /** What another configuration has different, in the order of its keys' names. */
    public List<Difference> differences(EffectiveConfiguration other) {
        Set<String> keys = new TreeSet<>(digests.keySet());
        keys.addAll(other.digests.keySet());
        keys.removeIf(key -> digests.getOrDefault(key, "").equals(other.digests.getOrDefault(key, "")));
        return keys.stream()
                .map(key -> new Difference(key, shown(key), other.shown(key), effect(key)))
                .toList();
    }

    /** Whether a service that runs cannot take a change of this key over. */
    public static boolean needsRestart(String key) {
        return RESTART.contains(key);
    }

    private static Effect effect(String key) {
        if (needsRestart(key)) {
            return Effect.RESTART;
        }
        return SHIPPING.contains(key) ? Effect.SHIPPING : Effect.WORKING;
    }

    private String shown(String key) {
        return values.stream()
                .filter(value -> value.key().equals(key))
                .map(EffectiveValue::value)
                .findFirst()
                .orElse("");
    }

    private void add(Key<?> key, Settings settings) {
        Optional<?> value = settings.find(key);
        if (value.isEmpty()) {
            return;
        }
        Optional<Item.Entry> written = settings.written(key);
        String yaml =
                written.map(entry -> yaml(entry.value())).or(key::defaultText).orElse("");
        Optional<String> from = Optional.empty();
        String shown = yaml;
        String content = yaml;
        if (value.get() instanceof Secret secret) {
            secrets.add(secret);
            shown = secret.toString();
            from = Secrets.origin(yaml);
            content = yaml + '\n' + secret.reveal();
        } else if (value.get() instanceof Path path) {
            shown = path.toString();
            content = shown + '\n' + content(path);
        }
        values.add(new EffectiveValue(key.path(), shown, written.map(Item.Entry::line), from));
        digests.put(key.path(), sha256(content.getBytes(StandardCharsets.UTF_8)));
    }

    private static String content(Path path) {
        try {
            return Files.isRegularFile(path) ? sha256(Files.readAllBytes(path)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e); // it was read a moment ago
        }
    }

    private static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** In one line; texts are not quoted where they stand alone. */
    private static String yaml(Item item) {
        return switch (item) {
            case Item.Scalar scalar -> scalar.text();
            case Item.Sequence sequence ->
                sequence.items().stream()
                        .map(EffectiveConfiguration::quoted)
                        .collect(Collectors.joining(", ", "[", "]"));
            case Item.Section section ->
                section.entries().stream()
                        .map(entry -> entry.key() + ": " + quoted(entry.value()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    private static String quoted(Item item) {
        return item instanceof Item.Scalar scalar && scalar.type() == Item.Scalar.Type.TEXT
                ? '"' + scalar.text().replace("\\", "\\\\").replace("\"", "\\\"") + '"'
                : yaml(item);
    }
}
