package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerNamesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.51",
                "::1",
                "fe80::1:2",
                "[::1]:636",
                "dc1.contoso.com:636",
                "ldaps://dc1.contoso.com",
                "dc1.contoso.com dc2.contoso.com",
                "dc1,dc2"
            })
    void dns_is_not_asked_for_a_domain_that_is_none(String given) {
        assertThat(ServerNames.maybeDomain(given)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"contoso.com", "lab", "1.contoso.com", " contoso.com "})
    void a_name_may_be_a_domain(String given) {
        assertThat(ServerNames.maybeDomain(given)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dc1.contoso.com            | ldaps://dc1.contoso.com
            127.0.0.51                 | ldaps://127.0.0.51
            ::1                        | ldaps://[::1]
            [::1]:636                  | ldaps://[::1]:636
            ldap://dc1, dc2:1636 dc3   | ldap://dc1 ldaps://dc2:1636 ldaps://dc3
            """)
    void servers_without_a_protocol_speak_ldaps(String given, String addresses) {
        assertThat(String.join(" ", ServerNames.addresses(given))).isEqualTo(addresses);
    }
}
