package adsync.model;

import static org.awaitility.Awaitility.await;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories, told side by side in rounds, each round followed to its end: the provider then is as the oracle says. Half of
 * them are told in a domain with a recycle bin.
 * {@code -Dadsync.model.histories=N} and {@code -Dadsync.model.seed=S} choose how many and which; a failure names the seed that
 * repeats its round.
 */
abstract class ModelSuite {

    private static final int SIDE_BY_SIDE = 10;
    private static final int STEPS = 15;
    private static final Duration CONVERGES_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final List<Fault> FAULTS =
            List.of(Fault.resetAfter(), Fault.resetBefore(), Fault.cutOff(), Fault.truncated(), Fault.status(503));

    private final int histories = Integer.getInteger("adsync.model.histories", 1000) / 2;
    private final long firstSeed = Long.getLong("adsync.model.seed", 1);

    private final List<String> told = new ArrayList<>();
    private final SdkScimServer provider = SdkScimServer.start();
    private final FaultProxy proxy = FaultProxy.before(provider.url());
    private Controllers controllers;
    private String root = "";
    private String elsewhere = "";
    private String mail = "";
    private Service service;

    @TempDir
    private Path folder;

    /** Whether what is deleted can come back whole. */
    abstract boolean recycleBin();

    @BeforeEach
    void begin() throws LDAPException, IOException {
        controllers = new Controllers(recycleBin(), told);
        String base = controllers.current().baseDn();
        root = "OU=Inside," + base;
        elsewhere = "OU=Outside," + base;
        mail = "CN=Mail,CN=Users," + base;
        LDAPConnection administrator = controllers.connection();
        for (String unit : List.of(root, elsewhere)) {
            administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
        }
        administrator.add(mail, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", "mail"));
        controllers.heal();
        service = start();
    }

    @AfterEach
    void end() {
        service.close();
        proxy.close();
        provider.close();
        controllers.close();
    }

    private Service start() throws IOException {
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
                        root,
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword(),
                        trust);
        String services = """
                services:
                  mailbox: {groups: ["%s"]}
                  chat: {filter: "(department=Department 1*)"}
                groups: {ship: true}""".formatted(mail);
        return Service.start(
                Service.configuration(folder, settings, provider, proxy.url(), Service.UNGUARDED, services));
    }

    @Test
    void the_provider_equals_the_oracle() {
        for (int first = 0; first < histories; first += SIDE_BY_SIDE) {
            round(first, firstSeed + first);
        }
    }

    private void round(int first, long seed) {
        told.clear();
        try {
            var random = new Random(seed);
            List<History> round = new ArrayList<>();
            for (int number = first; number < first + SIDE_BY_SIDE; number++) {
                round.add(new History(controllers.connection(), number, random, root, elsewhere, mail, told));
            }
            for (int step = 0; step < STEPS; step++) {
                for (History history : round) {
                    history.step(controllers.connection());
                }
                controllers.stepped(random);
                disturb(random);
            }
            controllers.heal();
            proxy.heal();
            awaitAgreement(round);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "-Dit.test=" + getClass().getSimpleName() + " -Dadsync.model.histories=2 -Dadsync.model.seed="
                            + seed + "\n" + e.getMessage() + "\n" + String.join("\n", told),
                    e);
        }
    }

    /** Now and then something breaks. */
    private void disturb(Random random) throws IOException, LDAPException {
        switch (random.nextInt(40)) {
            case 0 -> {
                told.add("-- the service was restarted");
                service.close();
                service = start();
            }
            case 1, 2, 3 -> controllers.disturb(random);
            case 4, 5 -> {
                Fault fault = FAULTS.get(random.nextInt(FAULTS.size()));
                proxy.next(fault);
                told.add("-- the provider: " + fault);
            }
            default -> {}
        }
    }

    private void awaitAgreement(List<History> round) throws LDAPException {
        var oracle = new Oracle(
                controllers.connection(),
                provider.probe(),
                controllers.current().options().dnsName(),
                mail);
        var asked = Oracle.Asked.of(round);
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
}
