package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.secret.Secret;
import adsync.testing.FreePort;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Getting in: TCP, TLS, bind. */
public abstract class LogonContract {

    /** The directory under test. */
    protected abstract LabDirectory lab();

    @Test
    void a_wrong_password_is_told_in_words_and_not_tried_at_the_next_server() {
        SimpleLogin wrong = new SimpleLogin(lab().replicator().user(), Secret.of("wrong"));
        URI next = unused();
        DirectoryOptions options = options(List.of(lab().ldaps(), next), wrong, trust(), false, false);

        failing(Reason.CREDENTIALS, () -> Directories.connect(options))
                .hasMessageContaining("the account name or the password is wrong")
                .hasMessageNotContaining(next.toString());
    }

    @Test
    void a_certificate_of_an_unknown_authority_is_refused() {
        failing(Reason.TLS, () -> connect(lab().ldaps(), Optional.empty(), false, false))
                .hasMessageContaining("certificate authority");
        failing(Reason.TLS, () -> connect(lab().ldap(), Optional.empty(), true, false))
                .hasMessageContaining("certificate authority");
    }

    @Test
    void start_tls_protects_the_plain_port() {
        try (Directory directory = connect(lab().ldap(), trust(), true, false)) {
            assertThat(directory.highestCommittedUsn()).isPositive();
        }
    }

    @Test
    void clear_text_is_refused_unless_it_is_allowed() {
        failing(Reason.TLS, () -> connect(lab().ldap(), trust(), false, false)).hasMessageContaining("in clear");

        try (Directory directory = connect(lab().ldap(), trust(), false, true)) {
            assertThat(directory.highestCommittedUsn()).isPositive();
        }
    }

    @Test
    void a_server_that_does_not_answer_is_passed_over() {
        DirectoryOptions options = options(List.of(unused(), lab().ldaps()), lab().replicator(), trust(), false, false);

        try (Directory directory = Directories.connect(options)) {
            assertThat(directory.domainController().hostName()).isNotEmpty();
        }
    }

    @Test
    void if_no_server_answers_each_is_named_with_its_cause() {
        URI first = unused();
        URI second = unused();
        DirectoryOptions options = options(List.of(first, second), lab().replicator(), trust(), false, false);

        failing(Reason.UNREACHABLE, () -> Directories.connect(options))
                .hasMessageContaining(first.toString())
                .hasMessageContaining(second.toString())
                .hasMessageContaining("refused");
    }

    @Test
    void an_ordinary_account_may_log_in() {
        DirectoryOptions options = options(List.of(lab().ldaps()), lab().ordinary(), trust(), false, false);

        try (Directory directory = Directories.connect(options)) {
            assertThat(directory.domainController().invocationId()).isNotNull();
        }
    }

    protected Optional<Path> trust() {
        return Optional.of(lab().certificateAuthority());
    }

    protected Directory connect(URI server, Optional<Path> trust, boolean startTls, boolean allowClearText) {
        return Directories.connect(options(List.of(server), lab().replicator(), trust, startTls, allowClearText));
    }

    protected static DirectoryOptions options(
            List<URI> servers, SimpleLogin login, Optional<Path> trust, boolean startTls, boolean allowClearText) {
        return new DirectoryOptions(
                servers,
                Optional.empty(),
                login,
                trust,
                startTls,
                allowClearText,
                new TreeSet<>(List.of("mail", "manager")),
                false);
    }

    protected static org.assertj.core.api.AbstractThrowableAssert<?, ?> failing(Reason reason, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DirectoryException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    /** An address where nobody listens. */
    protected static URI unused() {
        return URI.create("ldaps://127.0.0.1:" + FreePort.draw());
    }
}
