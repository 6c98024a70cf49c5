package adsync.setup;

import adsync.config.Configuration;
import adsync.config.ConfigurationException;
import adsync.config.Draft;
import adsync.config.KeyChange;
import adsync.desk.Check;
import adsync.directory.Directories;
import adsync.directory.DirectoryTree;
import adsync.directory.PresentedCertificate;
import adsync.directory.Selection;
import adsync.observe.Progress;
import adsync.scim.ScimOptions;
import adsync.secret.Secret;
import adsync.secret.Secrets;
import adsync.setup.Forecaster.Forecast;
import adsync.shipper.Rehearsed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One set-up: the answers so far, and what can be asked about them. Answers are the keys of the configuration file. Nothing is
 * written before {@link #save}. Safe for any thread; what asks directory or provider blocks, and asks them what was answered when
 * it was called.
 */
public final class Setup {

    private static final String ORGANIZATION = "organization";

    /** Set by a package: the folder of the journal in a new configuration. */
    private static final String STATE = "ADSYNC_STATE";

    /** Set by a package: the mapping file of a new configuration, if it is there. */
    private static final String MAPPING = "ADSYNC_MAPPING";

    /** Set by a package that keeps strangers away from there: where a new configuration listens. */
    private static final String LISTEN = "ADSYNC_LISTEN";

    private static final Pattern LOOPBACK = Pattern.compile("(127\\.[0-9.]+|localhost|\\[::1]):[0-9]+");

    private final Path file;
    private final Map<String, String> environment;
    private final Forecaster forecaster;
    private final Draft draft;
    private final NewFiles files;
    private final WithheldSecrets withheld = new WithheldSecrets();
    private @Nullable String found;
    private Draft before;

    private Setup(Path file, Map<String, String> environment, Forecaster forecaster, @Nullable String found) {
        this.file = file;
        this.environment = Map.copyOf(environment);
        this.forecaster = forecaster;
        this.found = found;
        this.before = found == null ? Draft.fresh(file) : Draft.of(file);
        this.draft = before.copy();
        this.files = new NewFiles(file);
        if (found == null) {
            takePlaces();
        }
    }

    /**
     * Begins with what a file says, or with nothing if there is none.
     *
     * @param file where the configuration is, or will be
     * @param environment where {@code ${env:NAME}} looks; {@code ADSYNC_STATE}, {@code ADSYNC_MAPPING} and {@code ADSYNC_LISTEN}
     *     are the places of a new configuration
     * @throws ConfigurationException if the file is no configuration
     */
    public static Setup begin(Path file, Map<String, String> environment, Forecaster forecaster) {
        return new Setup(file, environment, forecaster, content(file));
    }

    /** How the program was installed decides where things lie, not the person who sets it up. */
    private void takePlaces() {
        String state = environment.getOrDefault(STATE, "");
        if (!state.isEmpty()) {
            draft.set("state", state);
        }
        String mapping = environment.getOrDefault(MAPPING, "");
        if (!mapping.isEmpty() && Files.exists(Path.of(mapping))) {
            draft.set("mapping", mapping);
        }
        String listen = environment.getOrDefault(LISTEN, "");
        if (!listen.isEmpty()) {
            listen(listen);
        }
    }

    /** Answers where the service and its page are: host and port. Where it is not loopback, the page is let be read on the way. */
    public synchronized void listen(String place) {
        draft.set("listen", place);
        if (!LOOPBACK.matcher(place).matches()) {
            draft.set("web.allowClearText", true);
        }
    }

    private static @Nullable String content(Path file) {
        try {
            return Files.notExists(file) ? null : Files.readString(file);
        } catch (IOException e) {
            return ""; // what is wrong with it is told when it is read as a configuration
        }
    }

    /** Whether there is a configuration already, which is changed. */
    public synchronized boolean editing() {
        return found != null;
    }

    /** The folder that a file lies in. */
    public static Path folder(Path file) {
        return Saving.folder(file);
    }

    /** Where the configuration is, or will be. */
    public Path file() {
        return file;
    }

    /** The answer under a key on one line; a secret is not told. */
    public synchronized Optional<String> text(String key) {
        return draft.text(key);
    }

    /** The answers under a key that is a list, or the names of a section; none for a secret. */
    public synchronized List<String> texts(String key) {
        return WithheldSecrets.ALL.contains(key) ? List.of() : draft.texts(key);
    }

    /** Whether there is an answer under a key or section. */
    public synchronized boolean has(String key) {
        return draft.has(key);
    }

    /** Whether there is an answer to what a key asks, be it under another one; of the provider: to how we sign in there. */
    public synchronized boolean answered(String key) {
        return Alternatives.answered(draft, key);
    }

    /**
     * Answers a key.
     *
     * @param value a text, number, truth value, list, or map by key
     * @throws IllegalArgumentException if there is no such key
     */
    public synchronized void set(String key, Object value) {
        files.forget(key);
        draft.set(key, value);
    }

    /** Takes the answers of keys, or sections, back. */
    public synchronized void remove(String... keys) {
        for (String key : keys) {
            files.all().keySet().stream()
                    .filter(one -> one.equals(key) || one.startsWith(key + "."))
                    .forEach(files::forget);
        }
        draft.remove(keys);
    }

    /** Answers a key with a secret, which will be in a file of its own. A text that refers to one elsewhere stays that. */
    public synchronized void secret(String key, Secret secret) {
        String text = secret.reveal();
        if (Secrets.refers(text)) {
            set(key, text.strip());
        } else {
            draft.set(key, files.secret(key, secret));
        }
    }

    /**
     * Takes back the secrets that stood in the file before and would go to another place now: whoever names one, and may not read the
     * file, must give them anew.
     */
    public synchronized void keepSecretsInPlace() {
        withheld.withhold(before, draft, this::remove);
    }

    /** The secrets that were taken back so, and were not given anew. */
    public synchronized List<String> withheld() {
        return withheld.in(draft);
    }

    /** Answers a key with certificates in PEM, which will be in a file of their own. */
    public synchronized void certificates(String key, String pem) {
        draft.set(key, files.certificates(key, pem));
    }

    /**
     * The domain controllers of a domain, as {@link Directories#servers}.
     *
     * @throws adsync.directory.DirectoryException if DNS names none
     */
    public static List<String> discover(String domain) {
        return Directories.servers(domain);
    }

    /**
     * The certificate that the directory shows, to be compared by a person before it is trusted.
     *
     * @throws ConfigurationException if its address is not answered well enough
     * @throws adsync.directory.DirectoryException if it cannot be asked
     */
    public PresentedCertificate presented() {
        return with((now, secrets) -> {
            now.remove("directory.trust");
            return Directories.presented(now.servers(secrets));
        });
    }

    /** Tries the addresses of the directory: nobody logs in, so this may be done while somebody types. */
    public Tried tryServers() {
        return trying((now, secrets) -> Tried.of(Directories.checkServers(now.servers(secrets))));
    }

    /** Tries addresses and account of the directory, and what the account may do. */
    public Tried tryDirectory() {
        return trying((now, secrets) -> Tried.of(Directories.check(now.directory(secrets), new Selection(List.of()))));
    }

    /** Tries all that concerns the directory, with all objects that are chosen. */
    public Tried trySelection() {
        return trying((now, secrets) -> {
            Configuration chosen = now.withSomeProvider(secrets);
            return Tried.of(Directories.check(chosen.directory(), chosen.selection()));
        });
    }

    /** Tries the address of the provider: nobody logs in, so this may be done while somebody types. */
    public Tried tryAddress() {
        return trying((now, secrets) -> Tried.of(Check.address(now.address(secrets))));
    }

    /** Tries the provider, and whether the journal that is there is about it. */
    public Tried tryProvider() {
        Tried organization = has(ORGANIZATION) ? validate().about(ORGANIZATION) : Tried.of(List.of());
        return trying((now, secrets) -> {
                    ScimOptions provider = now.provider(secrets);
                    return Tried.of(KnownProvider.check(now, secrets))
                            .and(Tried.of(Check.provider(provider), provider.login()));
                })
                .and(organization);
    }

    /** Why the journal that is there would not let a start with these answers go on. Blocks. */
    public Optional<String> refusal() {
        return trying((now, secrets) -> Tried.of(KnownProvider.check(now, secrets))).failures().stream()
                .map(Tried.Failure::toString)
                .findFirst();
    }

    /** Tries everything. */
    public Tried tryAll() {
        return trying((now, secrets) -> {
            Configuration all = now.configuration(secrets);
            return Tried.of(KnownProvider.check(all))
                    .and(Tried.of(Directories.check(all.directory(), all.selection())))
                    .and(Tried.of(Check.provider(all.provider()), all.provider().login()));
        });
    }

    /** What is wrong with the answers themselves; asks nobody. */
    public Tried validate() {
        return trying((now, secrets) -> {
            now.configuration(secrets);
            return Tried.of(List.of());
        });
    }

    /**
     * Looks around in the directory.
     *
     * @throws ConfigurationException if its address or account is not answered well enough
     * @throws adsync.directory.DirectoryException if it cannot be asked
     */
    public <T> T look(Function<DirectoryTree, T> question) {
        return with((now, secrets) -> {
            try (DirectoryTree tree = Directories.tree(now.directory(secrets))) {
                return question.apply(tree);
            }
        });
    }

    /**
     * What a start with these answers would do.
     *
     * @param told of each account to which something would happen
     * @param progress is told how far it is
     * @throws ConfigurationException if an answer is wrong or missing
     */
    public Forecast preview(Consumer<Rehearsed> told, Progress progress) {
        return with((now, secrets) -> forecaster.preview(now.configuration(secrets), told, progress));
    }

    /** What is different from the configuration that is there. */
    public synchronized List<KeyChange> changes() {
        return before.changes(draft);
    }

    /** The file as it would be saved. */
    public synchronized String yaml() {
        return draft.yaml();
    }

    /**
     * Saves. Afterwards the file is complete and loads as it was shown, or, if this fails, everything is as it was.
     *
     * @return what is unwise about it, each in a sentence
     * @throws ConfigurationException if an answer is wrong or missing
     * @throws SetupException if it cannot be written, or somebody else changed the file meanwhile
     */
    public synchronized List<String> save() {
        Configuration checked = with((now, secrets) -> now.configuration(secrets));
        if (!Objects.equals(found, content(file))) {
            throw new SetupException(
                    file
                            + " was changed by somebody else meanwhile; to mend it: begin the set-up again from what it says now");
        }
        try {
            new Saving(file).save(draft.yaml(), files.all());
        } catch (IOException e) {
            throw new SetupException(
                    "the configuration cannot be written: " + e
                            + "; nothing was changed; to mend it: let this account write into " + Saving.folder(file)
                            + ", and see that the disk is not full",
                    e);
        }
        WithheldSecrets.ALL.forEach(this::discard);
        List.of("directory.trust", "provider.trust").forEach(this::discard);
        found = content(file);
        before = draft.copy();
        files.clear();
        withheld.forget();
        return checked.warnings().stream()
                .map(problem -> problem.key() + ": " + problem.text())
                .toList();
    }

    /** Takes away the file that we made for a key, if it names another one by now. */
    private void discard(String key) {
        String old = before.text(key).orElse("");
        if (old.isEmpty() || draft.text(key).filter(old::equals).isPresent()) {
            return;
        }
        String path = old.replaceFirst("^\\$\\{file:(.*)}$", "$1").strip();
        if (path.contains("${") || path.startsWith("[")) {
            return;
        }
        Path place = Configuration.folder(file).resolve(path).normalize();
        if (NewFiles.ours(place, file, key)) {
            Saving.remove(place);
        }
    }

    private Tried trying(Question<Tried> question) {
        try {
            return with(question);
        } catch (ConfigurationException e) {
            return Tried.of(e);
        }
    }

    /** Asks about the answers of now, without holding up whoever goes on answering. */
    private <T> T with(Question<T> question) {
        Draft now;
        NewFiles coming;
        synchronized (this) {
            now = draft.copy();
            coming = files.copy();
        }
        try (TrialFolder certificates = new TrialFolder()) {
            certificates.place(now, coming);
            return question.ask(now, new Secrets(environment, Configuration.folder(file), coming.secrets()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Question<T> {
        T ask(Draft now, Secrets secrets);
    }
}
