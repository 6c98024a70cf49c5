package adsync.setup;

import adsync.config.ConfigurationException;
import adsync.config.KeyChange;
import adsync.desk.Answer;
import adsync.desk.BadQuestionException;
import adsync.desk.Question;
import adsync.directory.DirectoryException;
import adsync.directory.PresentedCertificate;
import adsync.secret.Secret;
import adsync.secret.Secrets;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The set-up as questions, for the page. What is wrong with an answer is an answer with {@code failures}, each with the key that it
 * is about. Whatever blocks does so on a few threads of its own.
 */
public final class SetupQuestions implements AutoCloseable {

    private static final int THREADS = 4;
    private static final int WAITING = 32;

    private static final String POLL = "directory.poll";

    /** Answers that are told and may be given; secrets have their own way. */
    private static final List<String> KEYS = List.of(
            "organization",
            "directory.servers",
            "directory.domain",
            "directory.root",
            "directory.roots",
            "directory.user",
            "directory.keytab",
            "directory.trust",
            "directory.startTls",
            POLL,
            "scope.exclude",
            "scope.filter",
            "provider.url",
            "provider.user",
            "provider.trust",
            "provider.oauth",
            "services");

    private static final List<String> LISTS = List.of("directory.servers", "directory.roots", "scope.exclude");
    private static final List<String> SECRETS = List.of("directory.password", "provider.password", "provider.token");
    private static final List<String> CERTIFICATES = List.of("directory.trust", "provider.trust");

    private final Supplier<Setup> source;
    private final End end;
    private final PreviewRun preview = new PreviewRun();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                Thread thread = new Thread(work, "set-up");
                thread.setDaemon(true);
                return thread;
            });
    private @Nullable Setup begun;

    /**
     * What becomes of a set-up that is saved.
     *
     * @param starts whether the service starts then; else somebody has to tell a running one
     * @param trouble why it did not start the last time; empty if it did not try
     * @param reloading the service that runs already
     * @param reached called once, on one of the threads of this
     */
    public record End(boolean starts, String trouble, Reloading reloading, Runnable reached) {}

    /** A service that runs by the configuration that is changed. */
    public interface Reloading {

        /** Whether there seems to be one. */
        boolean runs();

        /** Whether it is the one that serves this set-up, which then goes on after it. */
        boolean own();

        /** Has it read the configuration again, as {@code adsync reload}: begins that, or tells of the one that was begun. Blocks. */
        Answer ask(JsonObject asked);
    }

    /** About this set-up. */
    public SetupQuestions(Setup setup, End end) {
        this(() -> setup, end);
    }

    /** About one set-up after another: each is begun when somebody opens the page, unless one is open with unsaved answers. */
    public SetupQuestions(Supplier<Setup> source, End end) {
        this.source = source;
        this.end = end;
    }

    private synchronized Setup setup() {
        return begun == null ? begin() : begun;
    }

    private synchronized Setup begin() {
        try {
            Setup next = source.get();
            if (next != begun) {
                preview.forget();
            }
            begun = next;
            return next;
        } catch (ConfigurationException e) {
            throw new BadQuestionException("the configuration file has faults; mend them by hand first: "
                    + e.problems().getFirst());
        }
    }

    private synchronized JsonObject open() {
        if (setup().changes().isEmpty()) {
            begin(); // somebody may have changed the file meanwhile
        }
        return state();
    }

    private synchronized JsonObject discard() {
        begin();
        return state();
    }

    /** The questions by name. */
    public Map<String, Question> all() {
        Map<String, Function<JsonObject, JsonObject>> work = new LinkedHashMap<>();
        work.put("setup", asked -> open());
        work.put("setup-discard", asked -> discard());
        work.put("setup-answer", this::answer);
        work.put("setup-try", this::attempt);
        work.put("setup-discover", asked -> Looking.discover(Looking.text(asked, "domain")));
        work.put("setup-certificate", asked -> certificate());
        work.put("setup-trust", this::trust);
        work.put("setup-browse", asked -> new Looking(setup()).browse(asked));
        work.put("setup-groups", asked -> new Looking(setup()).groups(asked));
        work.put("setup-preview", this::preview);
        work.put("setup-accounts", this::accounts);
        work.put("setup-save", this::save);
        work.put("setup-reload", this::reload);
        work.put("setup-end", asked -> end());
        Map<String, Question> questions = new LinkedHashMap<>();
        work.forEach((name, does) -> questions.put(name, new Working(name, does, threads)));
        return questions;
    }

    private JsonObject answers() {
        JsonObject answers = new JsonObject();
        for (String key : KEYS) {
            if (setup().has(key)) {
                answers.put(
                        key,
                        LISTS.contains(key)
                                ? new JsonArray(setup().texts(key))
                                : setup().text(key).orElse(""));
            }
        }
        return answers;
    }

    private JsonArray unanswered() {
        return new JsonArray(Stream.of(KEYS, SECRETS, List.of("provider"))
                .flatMap(List::stream)
                .filter(key -> !setup().answered(key))
                .toList());
    }

    private JsonObject services() {
        JsonObject services = new JsonObject();
        for (String service : setup().texts("services")) {
            services.put(
                    service,
                    new JsonObject()
                            .put("groups", new JsonArray(setup().texts("services." + service + ".groups")))
                            .put(
                                    "filter",
                                    setup().text("services." + service + ".filter")
                                            .orElse("")));
        }
        return services;
    }

    private JsonObject state() {
        return new JsonObject()
                .put("file", setup().file().toString())
                .put("editing", setup().editing())
                .put("starts", end.starts())
                .put("runs", !end.starts() && end.reloading().runs())
                .put("own", end.reloading().own())
                .put("trouble", end.trouble())
                .put("answers", answers())
                .put(
                        "secrets",
                        new JsonArray(SECRETS.stream().filter(setup()::has).toList()))
                .put("unanswered", unanswered())
                .put("withheld", new JsonArray(setup().withheld()))
                .put("services", services())
                .put("changes", SetupJson.changes(setup().changes()))
                .put("failures", SetupJson.failures(setup().validate()))
                .put("preview", preview.status());
    }

    private JsonObject answer(JsonObject asked) {
        List<KeyChange> before = foretold();
        take(asked);
        if (asked.containsKey("secrets")
                || asked.containsKey("certificates")
                || !foretold().equals(before)) {
            preview.forget(); // it was one of other answers
        }
        return state();
    }

    /** What a preview depends on. */
    private List<KeyChange> foretold() {
        return setup().changes().stream()
                .filter(change -> !change.key().equals(POLL))
                .toList();
    }

    private void take(JsonObject asked) {
        for (Object key : asked.getJsonArray("remove", new JsonArray())) {
            setup().remove(known(String.valueOf(key)));
        }
        for (Map.Entry<String, Object> one : asked.getJsonObject("set", new JsonObject())) {
            setup().set(known(one.getKey()), value(one.getValue()));
        }
        for (Map.Entry<String, Object> one : asked.getJsonObject("secrets", new JsonObject())) {
            if (!SECRETS.contains(one.getKey()) || !(one.getValue() instanceof String secret)) {
                throw new BadQuestionException(one.getKey() + " is no secret that can be answered");
            }
            if (!end.starts() && Secrets.refers(secret)) {
                throw new BadQuestionException(one.getKey()
                        + " is to be the secret itself here; a reference to where one stands is for whoever may write "
                        + setup().file());
            }
            setup().secret(one.getKey(), Secret.of(secret));
        }
        for (Map.Entry<String, Object> one : asked.getJsonObject("certificates", new JsonObject())) {
            if (!CERTIFICATES.contains(one.getKey()) || !(one.getValue() instanceof String pem)) {
                throw new BadQuestionException(one.getKey() + " takes no certificates");
            }
            setup().certificates(one.getKey(), pem);
        }
        if (!end.starts()) {
            setup().keepSecretsInPlace();
        }
    }

    private static String known(String key) {
        String known = key.startsWith("services.") ? "services" : key;
        if (KEYS.contains(known)
                || SECRETS.contains(known)
                || List.of("scope", "provider.token").contains(known)) {
            return key;
        }
        throw new BadQuestionException(key + " is nothing that can be answered here");
    }

    private static Object value(Object json) {
        return switch (json) {
            case JsonArray list -> list.stream().map(String::valueOf).toList();
            case Boolean truth -> truth;
            case String text -> text;
            default -> throw new BadQuestionException("an answer is a text, a list of texts, true or false");
        };
    }

    private JsonObject attempt(JsonObject asked) {
        Tried tried = switch (Looking.text(asked, "part")) {
            case "servers" -> setup().tryServers();
            case "directory" -> setup().tryDirectory();
            case "selection" -> setup().trySelection();
            case "address" -> setup().tryAddress();
            case "provider" -> setup().tryProvider();
            default ->
                throw new BadQuestionException("part must be servers, directory, selection, address or provider");
        };
        JsonArray steps = new JsonArray();
        tried.steps()
                .forEach(step -> steps.add(new JsonObject()
                        .put("name", step.name())
                        .put("passed", step.passed())
                        .put("warns", step.warns())
                        .put("detail", step.warns() ? step.advice() : step.detail())));
        return new JsonObject()
                .put("passed", tried.passed())
                .put("steps", steps)
                .put("failures", SetupJson.failures(tried.withoutCommands()));
    }

    private JsonObject certificate() {
        try {
            PresentedCertificate shown = setup().presented();
            return new JsonObject()
                    .put("subject", shown.subject())
                    .put("authority", shown.authority())
                    .put("notAfter", shown.notAfter().toString())
                    .put("fingerprint", shown.fingerprint());
        } catch (DirectoryException | ConfigurationException e) {
            return Looking.failed("directory.trust", e);
        }
    }

    /** The one that a person saw, and no other that is shown meanwhile. */
    private JsonObject trust(JsonObject asked) {
        String fingerprint = Looking.text(asked, "fingerprint");
        try {
            PresentedCertificate shown = setup().presented();
            if (!shown.fingerprint().equals(fingerprint)) {
                throw new BadQuestionException("the server shows another certificate by now");
            }
            setup().certificates("directory.trust", shown.pem());
            preview.forget();
            return state();
        } catch (DirectoryException | ConfigurationException e) {
            return Looking.failed("directory.trust", e);
        }
    }

    private JsonObject preview(JsonObject asked) {
        Setup setup = setup();
        if (Boolean.TRUE.equals(asked.getValue("start")) && preview.begin()) {
            Thread.ofPlatform().daemon().name("set-up preview").start(() -> preview.make(setup::preview));
        }
        return preview.status();
    }

    private JsonObject accounts(JsonObject asked) {
        return preview.find(
                String.valueOf(asked.getValue("text", "")),
                String.valueOf(asked.getValue("kind", "")),
                Looking.number(asked, "offset", 0, Integer.MAX_VALUE),
                Looking.number(asked, "limit", Looking.LARGEST_PAGE, Looking.LARGEST_PAGE));
    }

    /** What the service would not start with is saved if somebody insists on it. */
    private JsonObject save(JsonObject asked) {
        if (!Boolean.TRUE.equals(asked.getValue("force"))) {
            Optional<String> refusal = preview.refusal().or(setup()::refusal);
            if (refusal.isPresent()) {
                return new JsonObject()
                        .put("saved", false)
                        .put("failures", new JsonArray())
                        .put("refused", refusal.get());
            }
        }
        try {
            List<String> warnings = setup().save();
            return new JsonObject().put("saved", true).put("warnings", new JsonArray(warnings));
        } catch (ConfigurationException e) {
            return new JsonObject().put("saved", false).put("failures", SetupJson.failures(Tried.of(e)));
        } catch (SetupException e) {
            return Looking.failed("", e).put("saved", false);
        }
    }

    private JsonObject reload(JsonObject asked) {
        requireSaved();
        Answer answer = end.reloading().ask(asked);
        return answer.body().copy().put("reloaded", answer.found());
    }

    private void requireSaved() {
        if (!setup().editing() || !setup().changes().isEmpty()) {
            throw new BadQuestionException("the set-up is not saved yet");
        }
    }

    /** Apart from saving: the answer to that must be on its way before the server of the page goes. */
    private JsonObject end() {
        requireSaved();
        end.reached().run();
        return new JsonObject().put("ended", true);
    }

    /** Waits for nothing: what is still tried is given up. */
    @Override
    public void close() {
        threads.shutdownNow();
        try {
            preview.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
