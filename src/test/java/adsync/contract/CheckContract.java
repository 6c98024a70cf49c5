package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.Directories;
import adsync.directory.DirectoryOptions;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.directory.NamedObject;
import adsync.directory.NamedObject.Use;
import adsync.directory.Selection;
import adsync.observe.CheckStep;
import adsync.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What {@code adsync check} says about a directory. */
public abstract class CheckContract {

    /** The directory under test. */
    protected abstract LabDirectory lab();

    @Test
    void all_steps_pass_with_the_right_account() {
        List<CheckStep> steps = check(lab().ldaps(), lab().replicator(), lab().baseDn());

        assertThat(steps)
                .allSatisfy(
                        step -> assertThat(step.passed()).as(step.toString()).isTrue());
        assertThat(steps)
                .extracting(CheckStep::name)
                .containsExactly(
                        "directory: DNS",
                        "directory: TCP",
                        "directory: TLS",
                        "directory: login",
                        "directory: root",
                        "directory: replication right",
                        "directory: deleted objects",
                        "directory: notification");
    }

    @Test
    void the_tls_step_names_the_certificate_and_its_end() {
        CheckStep tls = step(check(lab().ldaps(), lab().replicator(), lab().baseDn()), "directory: TLS");

        assertThat(tls.detail()).contains("TLSv1.").contains("CN=").contains("valid until 20");
    }

    @Test
    void a_missing_right_comes_with_the_commands_that_grant_it() {
        List<CheckStep> steps = check(lab().ldaps(), lab().ordinary(), lab().baseDn());

        CheckStep right = step(steps, "directory: replication right");
        assertThat(right.passed()).isFalse();
        assertThat(right.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy)
                        .contains("dsacls \"" + lab().baseDn() + "\"")
                        .contains("samba-tool dsacl set")
                        .contains(lab().ordinary().user()));
        CheckStep tombstones = step(steps, "directory: deleted objects");
        assertThat(tombstones.passed()).isFalse();
        assertThat(tombstones.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("LCRP"));
        assertThat(step(steps, "directory: notification").passed()).isTrue();
    }

    @Test
    void a_root_that_is_not_there_ends_the_check() {
        List<CheckStep> steps = check(lab().ldaps(), lab().replicator(), "OU=Nowhere," + lab().baseDn());

        assertThat(steps.getLast().name()).isEqualTo("directory: root");
        assertThat(steps.getLast().passed()).isFalse();
        assertThat(steps.getLast().remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains(lab().baseDn()));
    }

    @Test
    void a_root_without_users_is_warned_of() {
        CheckStep last = check(lab().ldaps(), lab().replicator(), "CN=Computers," + lab().baseDn())
                .getLast();

        assertThat(last.name()).isEqualTo("directory: users");
        assertThat(last.warns()).isTrue();
        assertThat(last.detail()).contains("CN=Computers");
    }

    @Test
    void a_wrong_password_ends_the_check_with_the_cause_in_words() {
        SimpleLogin wrong = new SimpleLogin(lab().replicator().user(), Secret.of("wrong"));

        CheckStep last = check(lab().ldaps(), wrong, lab().baseDn()).getLast();

        assertThat(last.name()).isEqualTo("directory: login");
        assertThat(last.passed()).isFalse();
        assertThat(last.detail()).contains("the password is wrong");
    }

    @Test
    void a_spare_server_that_is_down_is_told_and_the_check_goes_on() {
        URI down = LogonContract.unused();
        List<CheckStep> steps =
                Directories.check(options(List.of(down, lab().ldaps()), lab().replicator()), root(lab().baseDn()));

        assertThat(steps).filteredOn(step -> !step.passed()).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("directory: TCP");
            assertThat(step.detail()).contains(down.toString());
        });
        assertThat(steps.getLast().name()).isEqualTo("directory: notification");
    }

    @Test
    void a_host_that_dns_does_not_know_ends_the_check() {
        List<CheckStep> steps = check(URI.create("ldaps://dc1.invalid"), lab().replicator(), lab().baseDn());

        assertThat(steps).singleElement().satisfies(step -> {
            assertThat(step.name()).isEqualTo("directory: DNS");
            assertThat(step.detail()).contains("dc1.invalid");
            assertThat(step.passed()).isFalse();
        });
    }

    /** ldaps:// with the port of ldap://: whatever answers there ends the handshake, or says something else. */
    @Test
    void a_port_that_does_not_speak_tls_is_not_blamed_on_the_certificate() {
        URI clear = lab().ldap();
        URI wrong = URI.create("ldaps://" + clear.getHost() + ":" + (clear.getPort() < 0 ? 389 : clear.getPort()));

        CheckStep last = check(wrong, lab().replicator(), lab().baseDn()).getLast();

        assertThat(last.name()).isEqualTo("directory: TLS");
        assertThat(last.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy)
                        .contains("name a port that speaks it")
                        .contains("636")
                        .doesNotContain("openssl"));
    }

    @Test
    void an_unknown_authority_is_blamed_on_the_certificate() {
        DirectoryOptions options = options(List.of(lab().ldaps()), lab().replicator());
        var trusting = new DirectoryOptions(
                options.servers(),
                options.domain(),
                options.login(),
                Optional.empty(),
                options.startTls(),
                options.allowClearText(),
                options.attributes(),
                false);

        CheckStep last = Directories.check(trusting, root(lab().baseDn())).getLast();

        assertThat(last.name()).isEqualTo("directory: TLS");
        assertThat(last.detail()).contains("authority");
        assertThat(last.remedy())
                .hasValueSatisfying(remedy -> assertThat(remedy).contains("openssl s_client"));
    }

    private List<CheckStep> check(URI server, SimpleLogin login, String root) {
        return Directories.check(options(List.of(server), login), root(root));
    }

    private static Selection root(String dn) {
        return new Selection(List.of(new NamedObject("directory.root", dn, Use.ROOT)));
    }

    private DirectoryOptions options(List<URI> servers, SimpleLogin login) {
        return new DirectoryOptions(
                servers,
                Optional.empty(),
                login,
                Optional.of(lab().certificateAuthority()),
                false,
                false,
                new TreeSet<>(List.of("mail")),
                false);
    }

    private static CheckStep step(List<CheckStep> steps, String name) {
        return steps.stream()
                .filter(step -> step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
