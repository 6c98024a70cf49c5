package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.directory.Bell;
import adsync.directory.DirectoryException;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The bell. */
public abstract class BellContract extends LabContract {

    /** A server that looks for changes every 5 seconds is allowed. */
    protected static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void it_rings_on_a_change() throws LDAPException {
        addUser("CN=Ada", "ada");
        Ears ears = new Ears();
        try (Bell bell = directory.bell(namingContext, ears)) {
            bell.ping();

            set(dn("CN=Ada"), "title", "Engineer");

            await().atMost(SOON).until(() -> ears.rings.get() > 0);
            assertThat(ears.losses).isEmpty();
        }
    }

    @Test
    void it_rings_on_a_deletion() throws LDAPException {
        addUser("CN=Ada", "ada");
        Ears ears = new Ears();
        try (Bell bell = directory.bell(namingContext, ears)) {
            bell.ping();

            delete(dn("CN=Ada"));

            await().atMost(SOON).until(() -> ears.rings.get() > 0);
        }
    }

    @Test
    void it_is_not_lost_when_it_is_closed_by_us() {
        Ears ears = new Ears();
        Bell bell = directory.bell(namingContext, ears);

        bell.close();

        assertThatThrownBy(bell::ping).isInstanceOf(DirectoryException.class);
        assertThat(ears.losses).isEmpty();
    }

    @Test
    void it_lives_on_a_connection_of_its_own() {
        Ears ears = new Ears();
        try (Bell bell = directory.bell(namingContext, ears)) {
            directory.close();

            bell.ping();

            assertThat(ears.losses).isEmpty();
        }
    }

    /** Counts. */
    protected static final class Ears implements Bell.Listener {

        final AtomicInteger rings = new AtomicInteger();
        final List<DirectoryException> losses = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void rung() {
            rings.incrementAndGet();
        }

        @Override
        public void lost(DirectoryException cause) {
            losses.add(cause);
        }
    }
}
