package adsync.model;

import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories, told side by side in rounds, each round followed to its end by a service of its own: the provider then is as
 * the oracle says. Half of them are told in a domain with a recycle bin; of every other round the provider is told the distinguished
 * names.
 * {@code -Dadsync.model.histories=N} and {@code -Dadsync.model.seed=S} choose how many and which; a failure names the seed that
 * repeats its round.
 */
abstract class ModelSuite {

    private static final Duration CONVERGES_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final int histories = Integer.getInteger("adsync.model.histories", 1000) / 2;
    private final long firstSeed = Long.getLong("adsync.model.seed", 1);

    @TempDir
    private Path folder;

    /** Whether what is deleted can come back whole. */
    abstract boolean recycleBin();

    @Test
    void the_provider_equals_the_oracle() throws LDAPException, IOException {
        for (int first = 0; first < histories; first += Round.HISTORIES) {
            long seed = firstSeed + first;
            try (var round = new Round(seed, recycleBin());
                    var following = new Following(round, Files.createDirectory(folder.resolve("round-" + seed)))) {
                follow(round, following, seed);
            }
        }
    }

    private void follow(Round round, Following following, long seed) {
        try {
            round.happen(following);
            following.awaitAgreement();
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "-Dit.test=" + getClass().getSimpleName() + " -Dadsync.model.histories=2 -Dadsync.model.seed="
                            + seed + "\n" + e.getMessage() + "\n" + String.join("\n", round.told()),
                    e);
        }
    }

    /** ADSync and a provider for one round. */
    private static final class Following implements Round.Follower, AutoCloseable {

        private final SdkScimServer provider = SdkScimServer.start();
        private final FaultProxy proxy = FaultProxy.before(provider.url());
        private final Round round;
        private final Path folder;
        private Service service;

        Following(Round round, Path folder) throws IOException {
            this.round = round;
            this.folder = folder;
            this.service = start();
        }

        private Service start() throws IOException {
            Controllers controllers = round.controllers();
            Path trust = Files.writeString(folder.resolve("ca.pem"), controllers.trust());
            EmbeddedDirectory directory = controllers.current();
            String settings = """
                    servers: %s
                    root: "%s"
                    user: %s
                    password: %s
                    trust: %s
                    poll: 1s
                    """.formatted(
                            controllers.servers(),
                            round.root(),
                            directory.serviceAccount(),
                            directory.options().accounts().servicePassword(),
                            trust);
            String services = """
                    services:
                      mailbox: {groups: ["%s"]}
                      chat: {filter: "(department=Department 1*)"}
                    groups: {ship: true}
                    %s""".formatted(round.mail(), round.rules().lines());
            Path mapping = Files.writeString(folder.resolve("mapping.yaml"), Rules.NAMES);
            String mapped = round.rules().names() ? "mapping: " + mapping : "";
            return Service.start(Service.configuration(
                    folder, settings, provider, proxy.url(), Service.UNGUARDED, services, mapped));
        }

        @Override
        public void restart() throws IOException {
            service.close();
            service = start();
        }

        @Override
        public void fault(Fault fault) {
            proxy.next(fault);
        }

        @Override
        public void awaitAgreement() throws LDAPException {
            proxy.heal();
            var oracle = new Oracle(
                    round.controllers().connection(),
                    provider.probe(),
                    round.controllers().current().options().dnsName(),
                    round.mail(),
                    round.rules());
            var asked = Oracle.Asked.of(round.histories());
            AtomicReference<List<String>> complaints = new AtomicReference<>(List.of());
            try {
                await().atMost(CONVERGES_WITHIN).pollInterval(BETWEEN_LOOKS).until(() -> {
                    if (service.statistics().outbox() > 0) {
                        return false;
                    }
                    complaints.set(oracle.complaints(asked));
                    return complaints.get().isEmpty();
                });
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(service.statistics() + "\n" + String.join("\n", complaints.get()), e);
            }
        }

        @Override
        public void close() {
            service.close();
            proxy.close();
            provider.close();
        }
    }
}
