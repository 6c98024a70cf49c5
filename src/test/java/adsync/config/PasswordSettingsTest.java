package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.scim.SealedPassword;
import adsync.shipper.PasswordOptions.MustChange;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section about passwords: all of it or nothing. */
class PasswordSettingsTest {

    @TempDir
    private Path folder;

    private Written written;
    private String whole = "";

    @BeforeEach
    void write() {
        written = new Written(folder);
        written.write("keys.jws", "a key set is looked at later");
        whole = Written.SHORTEST
                + "passwords: {listen: \"0.0.0.0:8443\", name: \"adsync.contoso.com:8443\", keySet: keys.jws, rootKey: "
                + PasswordKeys.ROOT_KEY.example() + "}\n";
    }

    @Test
    void without_it_no_passwords_are_taken_and_nothing_more_is_read() {
        Configuration configuration = written.load(Written.SHORTEST);

        assertThat(configuration.passwords()).isEmpty();
    }

    @Test
    void with_it_users_are_read_with_what_they_are_found_by() {
        Configuration configuration = written.load(whole);

        PasswordSettings passwords = configuration.passwords().orElseThrow();
        assertThat(passwords.intake().reachedHost()).isEqualTo("adsync.contoso.com");
        assertThat(passwords.intake().keySet())
                .isEqualTo(folder.resolve("keys.jws").toUri());
        assertThat(written.load(whole.replace("keys.jws", "\"https://provider.example/keys\""))
                        .passwords()
                        .orElseThrow()
                        .intake()
                        .keySet())
                .hasToString("https://provider.example/keys");
        assertThat(passwords.shipping().mustChange()).isEqualTo(MustChange.HOLD);
        assertThat(passwords.shipping().way())
                .isEqualTo(new SealedPassword.Attribute(
                        "urn:ietf:params:scim:schemas:extension:adsync:2.0:User:encryptedPassword",
                        Optional.of("urn:ietf:params:scim:schemas:extension:adsync:2.0:User:mustChangePassword")));
        assertThat(configuration.directory().attributes()).contains("objectSid", "pwdLastSet", "userAccountControl");
    }

    @Test
    void only_an_attribute_needs_patch_at_the_provider_as_shipped_groups_do() {
        String endpoint = whole.replace("provider:\n", "provider:\n  passwords: {as: endpoint, path: \"/P/{id}\"}\n");

        assertThat(written.load(whole).provider().needPatch()).containsExactly("provider.passwords.as: attribute");
        assertThat(written.load(endpoint).provider().needPatch()).isEmpty();
        assertThat(written.load(endpoint + "groups: {ship: true}\n").provider().needPatch())
                .containsExactly("groups.ship");
        assertThat(written.load(Written.SHORTEST).provider().needPatch()).isEmpty();
    }

    @Test
    void an_endpoint_needs_a_path_with_a_place_for_the_account() {
        assertThat(written.load(whole.replace(
                                "provider:\n", "provider:\n  passwords: {as: endpoint, path: \"/P/{id}\"}\n"))
                        .passwords()
                        .orElseThrow()
                        .shipping()
                        .way())
                .isEqualTo(new SealedPassword.Endpoint("/P/{id}"));
        assertThat(written.problems(whole.replace("provider:\n", "provider:\n  passwords: {as: endpoint}\n")))
                .singleElement()
                .asString()
                .contains("expected a path with {id}");
        assertThat(written.problems(
                        whole.replace("provider:\n", "provider:\n  passwords: {path: \"/Users/{id}/password\"}\n")))
                .singleElement()
                .asString()
                .contains("as: endpoint");
    }

    @Test
    void a_part_of_it_is_not_enough_and_a_wrong_root_is_told() {
        assertThat(written.problems(Written.SHORTEST + "passwords: {listen: \"0.0.0.0:8443\"}\n"))
                .hasSize(3)
                .allMatch(problem -> problem.contains("as part of passwords, found nothing"));
        assertThat(written.problems(whole.replace(PasswordKeys.ROOT_KEY.example(), "AAAA")))
                .singleElement()
                .asString()
                .contains("a point on P-256 in base64url");
        assertThat(written.problems(whole.replace("keys.jws", "none.jws"))).hasSize(1);
        assertThat(written.problems(whole.replace("contoso.com:8443", "contoso.com:0")))
                .singleElement()
                .asString()
                .contains("found 0; name it");
    }
}
