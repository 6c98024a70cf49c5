package adsync.model;

import adsync.change.ObjectGuid;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories, told side by side in rounds, each round followed to its end: the provider then is as the oracle says.
 * {@code -Dadsync.model.histories=N} and {@code -Dadsync.model.seed=S} choose how many and which; a failure names the seed that
 * repeats its round.
 */
class ModelIT {

    private static final int SIDE_BY_SIDE = 10;
    private static final int STEPS = 15;
    private static final Duration CONVERGES_WITHIN = Duration.ofSeconds(30);

    private final int histories = Integer.getInteger("adsync.model.histories", 1000);
    private final long firstSeed = Long.getLong("adsync.model.seed", new Random().nextLong());

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();
    private final SdkScimServer provider = SdkScimServer.start();
    private final FaultProxy proxy = FaultProxy.before(provider.url());
    private final String root = "OU=Inside," + directory.baseDn();
    private final String elsewhere = "OU=Outside," + directory.baseDn();
    private final List<String> told = new ArrayList<>();
    private LDAPConnection administrator;
    private Service service;

    @TempDir
    private Path folder;

    @BeforeEach
    void begin() throws LDAPException, IOException {
        administrator = connect();
        for (String unit : List.of(root, elsewhere)) {
            administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
        }
        service = start();
    }

    @AfterEach
    void end() {
        service.close();
        administrator.close();
        proxy.close();
        provider.close();
        directory.close();
    }

    private Service start() throws IOException {
        Path trust = Files.writeString(folder.resolve("ca.pem"), directory.certificatePem());
        String settings = """
                servers: ["%s"]
                root: "%s"
                user: %s
                password: %s
                trust: %s
                poll: 1s
                """.formatted(
                        directory.ldapsUrl(),
                        root,
                        directory.serviceAccount(),
                        directory.options().accounts().servicePassword(),
                        trust);
        return Service.start(Service.configuration(folder, settings, provider, proxy.url(), Service.UNGUARDED));
    }

    @Test
    void the_provider_equals_the_oracle() throws Exception {
        for (int first = 0; first < histories; first += SIDE_BY_SIDE) {
            round(first, firstSeed + first);
        }
    }

    private void round(int first, long seed) throws LDAPException {
        told.clear();
        try {
            var random = new Random(seed);
            List<History> round = new ArrayList<>();
            for (int number = first; number < first + SIDE_BY_SIDE; number++) {
                round.add(new History(administrator, number, random, root, elsewhere, told));
            }
            for (int step = 0; step < STEPS; step++) {
                for (History history : round) {
                    history.step(administrator);
                }
                disturb(random);
            }
            proxy.heal();
            awaitAgreement(round);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "-Dadsync.model.histories=1 -Dadsync.model.seed=" + seed + "\n" + String.join("\n", told), e);
        }
    }

    /** Now and then something breaks. */
    private void disturb(Random random) throws IOException, LDAPException {
        switch (random.nextInt(40)) {
            case 0 -> {
                service.close();
                service = start();
                told.add("-- the service was restarted");
            }
            case 1 -> {
                cut();
                told.add("-- all connections of the directory broke");
            }
            case 2 -> {
                directory.faults().invalidateCookies();
                told.add("-- the cookies became invalid");
            }
            case 3 -> {
                directory.faults().renewInvocationId();
                cut();
                told.add("-- the domain controller was restored");
            }
            case 4, 5 -> {
                proxy.next(new Fault.ResetAfter());
                told.add("-- the provider acted and broke off");
            }
            default -> {}
        }
    }

    private LDAPConnection connect() throws LDAPException {
        return new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
    }

    /** The administrator's connection too. */
    private void cut() throws LDAPException {
        directory.faults().closeAllConnections();
        administrator.close();
        administrator = connect();
    }

    private void awaitAgreement(List<History> round) throws LDAPException {
        var oracle =
                new Oracle(administrator, provider.probe(), directory.options().dnsName());
        Set<ObjectGuid> everybody = new LinkedHashSet<>();
        round.forEach(history -> everybody.addAll(history.everybody()));
        List<String> units = round.stream().map(History::inside).toList();
        long end = System.nanoTime() + CONVERGES_WITHIN.toNanos();
        List<String> complaints = oracle.complaints(everybody, units);
        while (!complaints.isEmpty() || service.statistics().outbox() > 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError(String.join("\n", complaints));
            }
            complaints = oracle.complaints(everybody, units);
        }
    }
}
