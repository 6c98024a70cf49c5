package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.DirectoryException.Reason;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPResult;
import com.unboundid.ldap.sdk.ResultCode;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailuresTest {

    @ParameterizedTest
    @CsvSource({
        "1,BUSY",
        "2,PROTOCOL",
        "3,BUSY",
        "4,BUSY",
        "8,CREDENTIALS",
        "10,RIGHTS",
        "11,BUSY",
        "12,UNSUPPORTED",
        "13,CREDENTIALS",
        "32,RIGHTS",
        "34,RIGHTS",
        "48,CREDENTIALS",
        "49,CREDENTIALS",
        "50,RIGHTS",
        "51,BUSY",
        "52,BUSY",
        "53,RIGHTS",
        "80,PROTOCOL",
        "81,UNREACHABLE",
        "82,UNREACHABLE",
        "84,UNREACHABLE",
        "85,UNREACHABLE",
        "91,UNREACHABLE"
    })
    void a_result_code_says_what_can_be_done(int code, Reason reason) {
        DirectoryException failure = Failures.of("dc1", "testing", answer(code, "why"));

        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure).hasMessageStartingWith("dc1: testing: ").hasMessageContaining("why");
    }

    @Test
    void an_operation_without_a_login_is_no_busy_server() {
        LDAPException windows = answer(1, "000004DC: LdapErr: a successful bind must be completed");

        assertThat(Failures.reason(windows)).isEqualTo(Reason.CREDENTIALS);
    }

    @Test
    void the_cause_of_a_tls_failure_is_put_into_words() {
        assertThat(tls(new CertificateExpiredException("NotAfter: yesterday")))
                .hasMessageContaining("has expired: NotAfter: yesterday");
        assertThat(tls(new CertificateNotYetValidException("NotBefore: tomorrow")))
                .hasMessageContaining("not valid yet");
        assertThat(tls(new IOException("bad record"))).hasMessageContaining("TLS failed: handshake");
    }

    @Test
    void a_connection_that_breaks_below_tls_is_no_tls_failure() {
        LDAPException reset = new LDAPException(
                ResultCode.SERVER_DOWN, "m", new SSLHandshakeException("x", new SocketException("Connection reset")));

        assertThat(Failures.reason(reset)).isEqualTo(Reason.UNREACHABLE);
        assertThat(Failures.words(reset)).isEqualTo("Connection reset");
    }

    private static LDAPException answer(int code, String diagnosticMessage) {
        return new LDAPException(
                new LDAPResult(1, ResultCode.valueOf(code), diagnosticMessage, null, List.of(), List.of()));
    }

    private static DirectoryException tls(Exception cause) {
        SSLHandshakeException handshake = new SSLHandshakeException("handshake", cause);
        DirectoryException failure =
                Failures.of("dc1", "connecting", new LDAPException(ResultCode.CONNECT_ERROR, "m", handshake));
        assertThat(failure.reason()).isEqualTo(Reason.TLS);
        return failure;
    }
}
