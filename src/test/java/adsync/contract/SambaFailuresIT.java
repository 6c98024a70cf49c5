package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.change.NamingContext;
import adsync.contract.BellContract.Ears;
import adsync.directory.Bell;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions;
import adsync.testing.SambaDomain;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What happens between us and a domain controller that no simulator should have to play: stops, cuts, silence. */
class SambaFailuresIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void a_bell_is_lost_once_when_the_server_stops_and_the_directory_is_unreachable() {
        try (SambaDomain domain = SambaDomain.fresh();
                Directory directory = connect(domain, URI.create(domain.ldapsUrl()))) {
            NamingContext namingContext =
                    directory.namingContextOf(domain.baseDn()).orElseThrow();
            Ears ears = new Ears();
            Bell bell = directory.bell(namingContext, ears);

            domain.stop();

            await().atMost(SOON).until(() -> !ears.losses.isEmpty());
            unreachable(bell::ping);
            unreachable(() -> directory.page(namingContext, null));
            unreachable(() -> directory.bell(namingContext, ears));
            bell.close();
            assertThat(ears.losses)
                    .singleElement()
                    .satisfies(loss -> assertThat(loss.reason()).isEqualTo(Reason.UNREACHABLE));
        }
    }

    @Test
    void a_connection_that_is_cut_is_unreachable() throws IOException {
        SambaDomain domain = SambaDomain.shared();
        try (TcpRelay relay = TcpRelay.to(URI.create(domain.ldapUrl()));
                Directory directory = connect(domain, relay.uri("ldap"))) {
            NamingContext namingContext =
                    directory.namingContextOf(domain.baseDn()).orElseThrow();
            Ears ears = new Ears();
            Bell bell = directory.bell(namingContext, ears);

            relay.cut();

            await().atMost(SOON).until(() -> !ears.losses.isEmpty());
            unreachable(bell::ping);
            unreachable(() -> directory.users(domain.baseDn()).next());
            assertThat(ears.losses).hasSize(1);
        }
    }

    @Test
    void a_silent_connection_is_noticed_by_a_ping_within_five_seconds() throws IOException {
        SambaDomain domain = SambaDomain.shared();
        try (TcpRelay relay = TcpRelay.to(URI.create(domain.ldapUrl()));
                Directory directory = connect(domain, relay.uri("ldap"))) {
            NamingContext namingContext =
                    directory.namingContextOf(domain.baseDn()).orElseThrow();
            Ears ears = new Ears();
            try (Bell bell = directory.bell(namingContext, ears)) {
                bell.ping();

                relay.freeze();

                long start = System.nanoTime();
                unreachable(bell::ping);
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
            }
            assertThat(ears.losses).isEmpty();
        }
    }

    @Test
    void a_certificate_of_another_host_is_refused() throws IOException {
        SambaDomain domain = SambaDomain.shared();
        try (TcpRelay ldaps = TcpRelay.to(URI.create(domain.ldapsUrl()));
                TcpRelay ldap = TcpRelay.to(URI.create(domain.ldapUrl()))) {
            for (DirectoryOptions options : List.of(
                    options(domain, ldaps.uri("ldaps"), false, false),
                    options(domain, ldap.uri("ldap"), true, false))) {
                assertThatThrownBy(() -> Directories.connect(options))
                        .hasMessageContaining("another host name")
                        .isInstanceOfSatisfying(
                                DirectoryException.class,
                                e -> assertThat(e.reason()).isEqualTo(Reason.TLS));
            }
        }
    }

    private static void unreachable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DirectoryException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
    }

    private static Directory connect(SambaDomain domain, URI server) {
        return Directories.connect(options(domain, server, false, true));
    }

    private static DirectoryOptions options(SambaDomain domain, URI server, boolean startTls, boolean clearText) {
        return new DirectoryOptions(
                List.of(server),
                Optional.empty(),
                new SambaLab(domain).replicator(),
                Optional.of(domain.caFile()),
                startTls,
                clearText,
                new TreeSet<>(List.of("mail", "manager")),
                false);
    }
}
