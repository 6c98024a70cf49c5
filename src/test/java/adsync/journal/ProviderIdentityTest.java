package adsync.journal;

import static adsync.journal.Pages.containers;
import static adsync.journal.Pages.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose accounts a journal knows. */
class ProviderIdentityTest extends JournalFixture {

    private static final ProviderIdentity KNOWN = identity("https://scim.example.net/scim/v2", "contoso");

    private static ProviderIdentity identity(String url, String organization) {
        return ProviderIdentity.of(URI.create(url), organization);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTPS://SCIM.Example.NET/scim/v2",
                "https://scim.example.net:443/scim/v2",
                "https://scim.example.net/scim/v2//"
            })
    void the_same_place_written_otherwise_is_the_same(String url) {
        assertThat(identity(url, "contoso")).isEqualTo(KNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://scim.example.net/scim/v2",
                "https://scim.example.net:8443/scim/v2",
                "https://scim.example.org/scim/v2",
                "https://scim.example.net/SCIM/v2",
                "https://scim.example.net"
            })
    void another_place_is_another(String url) {
        assertThat(identity(url, "contoso")).isNotEqualTo(KNOWN);
    }

    @Test
    void another_tenant_of_the_same_place_is_another() {
        assertThat(identity(KNOWN.url(), "fabrikam")).isNotEqualTo(KNOWN);
    }

    @Test
    void a_journal_remembers_the_last_one_and_is_asked_while_it_is_open() {
        var folder = state().resolve("journal");
        var journal = Journals.open(vertx(), folder, clock(), new SimpleMeterRegistry())
                .await();
        assertThat(journal.provider().await()).isEmpty();
        assertThat(Journals.provider(folder)).isEmpty();

        journal.rememberProvider(identity("https://before.example.net", "contoso"))
                .await();
        journal.rememberProvider(KNOWN).await();
        journal.rememberProviderHeldAccounts(false).await();

        assertThat(journal.provider().await()).contains(KNOWN);
        assertThat(Journals.provider(folder)).isEqualTo(Optional.of(KNOWN));
        journal.close().await();
        assertThat(Journals.provider(folder)).contains(KNOWN);
    }

    @Test
    void one_that_never_answered_is_not_known_unless_a_journal_has_accounts() {
        journal().rememberProvider(KNOWN).await();
        assertThat(journal().provider().await()).isEmpty();

        commit(containers().created("c", person(10)));
        acknowledge(claimOne());
        assertThat(journal().provider().await()).contains(KNOWN);
    }
}
