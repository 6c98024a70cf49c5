package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import adsync.testing.OldTls;
import java.io.IOException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class HostCheckingSocketsTest {

    @Test
    void the_name_is_checked_during_the_handshake_and_quick_cipher_suites_come_first() throws Exception {
        SSLParameters parameters = parameters();

        assertThat(parameters.getEndpointIdentificationAlgorithm()).isEqualTo("LDAPS");
        assertThat(parameters.getCipherSuites()[0]).contains("CHACHA20");
        assertThat(parameters.getCipherSuites())
                .containsExactlyInAnyOrder(
                        SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites());
    }

    @Test
    void the_others_keep_their_order() {
        assertThat(HostCheckingSockets.quickFirst("AES_256", "AES_128", "A_CHACHA20", "AES", "B_CHACHA20"))
                .containsExactly("A_CHACHA20", "B_CHACHA20", "AES_256", "AES_128", "AES");
    }

    @Test
    void a_server_that_speaks_no_tls_newer_than_1_1_is_refused() throws IOException {
        try (OldTls server = OldTls.start();
                var socket = (SSLSocket) Trust.sockets(Optional.empty()).createSocket("127.0.0.1", server.port())) {
            socket.setSoTimeout(10_000);
            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);

            await().until(() -> server.told().contains(OldTls.PROTOCOL_VERSION));
            assertThat(socket.getSSLParameters().getProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        }
    }

    private static SSLParameters parameters() throws IOException {
        try (var socket = (SSLSocket) Trust.sockets(Optional.empty()).createSocket()) {
            return socket.getSSLParameters();
        }
    }
}
