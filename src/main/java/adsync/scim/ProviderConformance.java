package adsync.scim;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Finds out how a provider speaks SCIM 2.0. */
public final class ProviderConformance {

    private ProviderConformance() {}

    /**
     * Tries everything that ADSync relies on. Blocks; not on an event loop.
     *
     * @param extension the URN of the extension that ADSync would send
     * @param write whether to make an account, which is removed again whatever happens
     * @param told of each finding at once
     * @throws IllegalArgumentException if the provider's address is none we may use; the message names the key
     */
    public static Conformance find(
            Vertx vertx,
            ScimOptions options,
            String extension,
            boolean write,
            Clock clock,
            Consumer<ConformanceFinding> told) {
        ScimClients.Wired wired = ScimClients.wire(vertx, options, new SimpleMeterRegistry(), clock);
        try {
            Map<String, String> switches = new TreeMap<>();
            ProbeLine line = new ProbeLine(options, wired.endpoint(), new ErrorText(wired.redaction()), told);
            ProviderFeatures features = new ReadingProbes(line, switches, extension, options.needPatch()).run();
            stranger(line, line.asStranger(wired.transport(), "/Users?startIndex=1&count=1"));
            boolean reachable = line.findings().stream()
                    .noneMatch(finding -> finding.probe().equals("login and list")
                            && finding.verdict() == ConformanceFinding.Verdict.FAILS);
            if (write && reachable) {
                // what is not listed is not sent
                Optional<String> sent =
                        Optional.of(extension).filter(urn -> !"not sent".equals(switches.get("extensions: " + urn)));
                new WritingProbes(line, features, sent).run();
            }
            return new Conformance(line.findings(), switches);
        } finally {
            wired.transport().close().await();
        }
    }

    private static void stranger(ProbeLine line, int status) {
        if (status == 401 || status == 403) {
            line.works("users", "a wrong login", "refused with " + status);
        } else {
            line.fails(
                    "users", "a wrong login", "answered with " + status, "refuse it with 401: all accounts lie open");
        }
    }
}
