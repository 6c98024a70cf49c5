package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.Adsync;
import adsync.testing.SambaDomain;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A script deletes most users one by one, in a domain that tells of its changes every few seconds only. */
class MassDeletionIT extends SambaSuite {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);
    private static final int EVERYBODY = 1_000;
    private static final int DELETED = 600;
    private static final int A_SECOND = 25;

    private static SambaDomain prefork;

    @BeforeAll
    static void startDomain() {
        prefork = SambaDomain.fresh(SambaDomain.Model.PREFORK);
    }

    @AfterAll
    static void closeDomain() {
        prefork.close();
    }

    MassDeletionIT() {
        super(prefork);
    }

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    /** The standard one. */
    @Override
    protected String guard() {
        return "";
    }

    private long total() {
        return provider.probe().total("/Users");
    }

    @Test
    void nobody_is_deleted_before_it_is_approved_and_whoever_comes_meanwhile_arrives_at_once() throws LDAPException {
        List<String> staff = new ArrayList<>();
        while (staff.size() < EVERYBODY) {
            staff.add(hire(person(), root));
        }
        Service service = start("deprovision: delete");
        await().atMost(PATIENCE).until(() -> total() == EVERYBODY);
        awaitQuiet(service);

        try (var deletions = new Deletions(staff.subList(0, DELETED).iterator())) {
            await().atMost(PATIENCE).until(() -> deletions.made() > DELETED / 2);
            hire(person(), root);
            await().atMost(AT_ONCE).pollInterval(Duration.ofMillis(50)).until(() -> total() > EVERYBODY);
            await().atMost(PATIENCE).until(() -> deletions.made() == DELETED);
        }

        await().atMost(PATIENCE).until(() -> service.statistics().held() == DELETED || total() <= EVERYBODY);
        assertThat(total()).as("nobody is deleted unasked").isEqualTo(EVERYBODY + 1);
        assertThat(approve()).satisfies(ended -> assertThat(ended.exitCode()).isZero());
        await().atMost(PATIENCE).until(() -> total() == EVERYBODY + 1 - DELETED);
        assertThat(service.statistics().held()).isZero();
    }

    private Adsync.Ended approve() {
        String file = folder.resolve("adsync.yaml").toString();
        return Adsync.run("approve", "1", "--count", String.valueOf(DELETED), "--config", file);
    }

    /** Deletes at the pace of a script, over a connection of its own. */
    private final class Deletions implements AutoCloseable {

        private final LDAPConnection connection = samba.administrator();
        private final ScheduledExecutorService script = Executors.newSingleThreadScheduledExecutor();
        private final AtomicInteger made = new AtomicInteger();
        private final ScheduledFuture<?> going;

        Deletions(Iterator<String> people) {
            long pause = TimeUnit.SECONDS.toMillis(1) / A_SECOND;
            going = script.scheduleAtFixedRate(() -> next(people), 0, pause, TimeUnit.MILLISECONDS);
        }

        private void next(Iterator<String> people) {
            if (people.hasNext()) {
                try {
                    connection.delete(people.next());
                    made.incrementAndGet();
                } catch (LDAPException e) {
                    throw new IllegalStateException(e); // no more are deleted
                }
            }
        }

        int made() {
            assertThat(going.isDone()).as("no deletion was refused").isFalse();
            return made.get();
        }

        @Override
        public void close() {
            script.shutdownNow();
            connection.close();
        }
    }
}
