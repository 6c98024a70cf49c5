package adsync.setup;

import adsync.config.ConfigurationException;
import adsync.config.Problem;
import adsync.observe.CheckStep;
import adsync.scim.ScimOptions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What became of trying a part of the set-up.
 *
 * @param steps what was tried, in order; empty if the answers alone are wrong already
 * @param failures what has to be mended; empty if all is well
 */
public record Tried(List<CheckStep> steps, List<Failure> failures) {

    private static final String DIRECTORY = "directory: ";
    private static final String PROVIDER_PASSWORD = "provider.password";

    /** Which answer a step is about, where its name is not that of the key. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("directory: DNS", "directory.servers"),
            Map.entry("directory: TCP", "directory.servers"),
            Map.entry("directory: domain", "directory.servers"),
            Map.entry("directory: domains", "directory.roots"),
            Map.entry("directory: TLS", "directory.trust"),
            Map.entry("directory: trusted certificates", "directory.trust"),
            Map.entry("directory: login", "directory.password"),
            Map.entry("directory: replication right", "directory.user"),
            Map.entry("directory: deleted objects", "directory.user"),
            Map.entry("directory: notification", "directory.servers"),
            Map.entry("provider: certificate", "provider.trust"),
            Map.entry("provider: login", PROVIDER_PASSWORD));

    public Tried {
        steps = List.copyOf(steps);
        failures = List.copyOf(failures);
    }

    /**
     * One thing to mend.
     *
     * @param key the answer that it is about, as a key of the configuration, for example {@code directory.roots[1]}
     * @param cause what is wrong
     * @param remedy how to mend it; empty if the cause says that
     */
    public record Failure(String key, String cause, String remedy) {

        /** In one sentence. */
        @Override
        public String toString() {
            return cause + (remedy.isEmpty() ? "" : "; to mend it: " + remedy);
        }
    }

    /** Whether all is well. */
    public boolean passed() {
        return failures.isEmpty();
    }

    static Tried of(List<CheckStep> steps) {
        return new Tried(
                steps,
                steps.stream()
                        .filter(step -> !step.passed())
                        .map(step -> new Failure(
                                key(step.name()), step.detail(), step.remedy().orElse("")))
                        .toList());
    }

    /** Of a provider, where a refused login is about whatever proves who we are. */
    static Tried of(List<CheckStep> steps, ScimOptions.ScimLogin login) {
        String key = switch (login) {
            case ScimOptions.BasicLogin basic -> PROVIDER_PASSWORD;
            case ScimOptions.TokenLogin token -> "provider.token";
            case ScimOptions.OAuthLogin oauth -> "provider.oauth.clientSecret";
        };
        Tried tried = of(steps);
        return new Tried(
                tried.steps,
                tried.failures.stream()
                        .map(failure -> failure.key.equals(PROVIDER_PASSWORD)
                                ? new Failure(key, failure.cause, failure.remedy)
                                : failure)
                        .toList());
    }

    static Tried of(ConfigurationException wrong) {
        return new Tried(
                List.of(), wrong.problems().stream().map(Tried::failure).toList());
    }

    private static Failure failure(Problem problem) {
        return new Failure(problem.key(), TrialFolder.unnamed(problem.text()), "");
    }

    /** What is wrong with one answer, and nothing else. */
    Tried about(String key) {
        return new Tried(
                List.of(),
                failures.stream().filter(failure -> failure.key.equals(key)).toList());
    }

    /** For a page, which shows by itself what a command would. */
    Tried withoutCommands() {
        return new Tried(
                steps,
                failures.stream()
                        .map(failure -> new Failure(
                                failure.key, failure.cause, failure.remedy.split(CheckStep.SHOWN_BY, 2)[0]))
                        .toList());
    }

    Tried and(Tried next) {
        return new Tried(
                Stream.concat(steps.stream(), next.steps.stream()).toList(),
                Stream.concat(failures.stream(), next.failures.stream()).toList());
    }

    private static String key(String step) {
        String known = KEYS.get(step);
        if (known != null) {
            return known;
        }
        if (!step.startsWith(DIRECTORY)) {
            return "provider.url";
        }
        String object = step.substring(DIRECTORY.length());
        return object.startsWith("root") ? "directory." + object : object;
    }
}
