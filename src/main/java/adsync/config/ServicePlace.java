package adsync.config;

import adsync.secret.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Where a running service is found: all that commands about it need. It is known of a file with faults, too: the service may well
 * run by what that file said before, or with variables that this process has not.
 *
 * @param state folder of the journal; absolute
 * @param listenHost where it listens
 * @param listenPort 0 for any free port
 * @param configuration all the rest; empty if anything is wrong with it
 * @param problems what is wrong
 */
public record ServicePlace(
        Path state, String listenHost, int listenPort, Optional<Configuration> configuration, List<Problem> problems) {

    private static final Predicate<String> PLACE =
            Pattern.compile("(state|listen)[ \t]*:[ \t].*").asMatchPredicate();

    public ServicePlace {
        problems = List.copyOf(problems);
    }

    /** Of a configuration without faults. */
    public static ServicePlace of(Configuration configuration) {
        return new ServicePlace(
                configuration.state(),
                configuration.listenHost(),
                configuration.listenPort(),
                Optional.of(configuration),
                List.of());
    }

    /**
     * Reads a file as far as it can be. Blocks.
     *
     * @param environment where {@code ${env:NAME}} looks
     * @throws ConfigurationException if it cannot be read at all, or the state folder in it is wrong
     */
    public static ServicePlace read(Path file, Map<String, String> environment) {
        try {
            return of(Configuration.load(file, environment));
        } catch (ConfigurationException e) {
            Problems untold = new Problems();
            List<Item.Entry> places =
                    YamlFile.text(file, untold).map(text -> places(text, file)).orElseThrow(() -> e);
            Path folder = Configuration.folder(file);
            Settings settings =
                    Settings.read(file, new Item.Section(1, places), folder, new Secrets(environment, folder), untold);
            HostAndPort listen = settings.find(Keys.LISTEN).orElse(new HostAndPort("127.0.0.1", 0));
            return new ServicePlace(
                    settings.find(Keys.STATE).orElseThrow(() -> e),
                    listen.host(),
                    listen.port(),
                    Optional.empty(),
                    e.problems());
        }
    }

    /** Of a text that is no YAML, the lines that are. */
    private static List<Item.Entry> places(String text, Path file) {
        return YamlFile.of(text, file, new Problems())
                .map(Item.Section::entries)
                .orElseGet(() -> {
                    List<Item.Entry> entries = new ArrayList<>();
                    text.lines()
                            .filter(PLACE)
                            .forEach(line -> YamlFile.of(line, file, new Problems())
                                    .ifPresent(section -> entries.addAll(section.entries())));
                    return entries;
                })
                .stream()
                .filter(entry ->
                        entry.key().equals(Keys.STATE.path()) || entry.key().equals(Keys.LISTEN.path()))
                .toList();
    }
}
