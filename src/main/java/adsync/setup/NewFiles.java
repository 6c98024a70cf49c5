package adsync.setup;

import adsync.config.Configuration;
import adsync.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is to be written beside a configuration file before it: secrets and certificates, each under a name that no file has yet,
 * so that the configuration that is there stays whole whatever happens. Not for several threads at once.
 */
final class NewFiles {

    private final Path folder;
    private final Path base;
    private final Map<String, NewFile> files = new TreeMap<>();

    /** Beside this file. */
    NewFiles(Path configuration) {
        folder = Saving.folder(configuration);
        base = Configuration.folder(configuration);
    }

    private NewFiles(NewFiles other) {
        folder = other.folder;
        base = other.base;
        files.putAll(other.files);
    }

    NewFiles copy() {
        return new NewFiles(this);
    }

    /** One of them. Its content is a secret even where it need not be. */
    record NewFile(Path path, Secret content, boolean secret) {}

    /**
     * Takes the secret of a key.
     *
     * @return what to write under the key
     */
    String secret(String key, Secret secret) {
        Path path = free(name(key));
        files.put(key, new NewFile(path, secret, true));
        return "${file:" + relative(path) + "}";
    }

    /**
     * Takes the certificates of a key, in PEM.
     *
     * @return what to write under the key
     */
    String certificates(String key, String pem) {
        Path path = free(name(key) + ".pem");
        files.put(key, new NewFile(path, Secret.of(pem), false));
        return relative(path);
    }

    void forget(String key) {
        files.remove(key);
    }

    /** They are written. */
    void clear() {
        files.clear();
    }

    Map<String, NewFile> all() {
        return Map.copyOf(files);
    }

    /** What a configuration reads although it is not written yet. */
    Map<Path, Secret> secrets() {
        Map<Path, Secret> secrets = new LinkedHashMap<>();
        files.values().stream().filter(NewFile::secret).forEach(file -> secrets.put(file.path(), file.content()));
        return secrets;
    }

    /** Whether a file was made by this class for a key, in this folder. */
    static boolean ours(Path file, Path configuration, String key) {
        return file.getParent() != null
                && file.getParent().equals(Saving.folder(configuration))
                && file.getFileName().toString().matches(name(key) + "(-\\d+)?(\\.pem)?");
    }

    private static String name(String key) {
        return key.replace('.', '-').replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private Path free(String name) {
        int dot = name.indexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        String end = dot < 0 ? "" : name.substring(dot);
        Path path = folder.resolve(name);
        for (int number = 2; Files.exists(path); number++) {
            path = folder.resolve(stem + "-" + number + end);
        }
        return path;
    }

    private String relative(Path path) {
        return base.relativize(path).toString().replace('\\', '/');
    }
}
