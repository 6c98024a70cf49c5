package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnTextTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "CN=Ada,OU=People,DC=lab|CN=Ada|OU=People,DC=lab",
                "CN=Adler\\, Ada,OU=People|CN=Adler\\, Ada|OU=People",
                "CN=Adler\\2C Ada,OU=People|CN=Adler\\2C Ada|OU=People",
                "CN=back\\\\,OU=People|CN=back\\\\|OU=People",
                "CN=back\\\\\\,slash,OU=People|CN=back\\\\\\,slash|OU=People",
                "CN=x\\0ADEL:1,CN=Deleted Objects|CN=x\\0ADEL:1|CN=Deleted Objects",
                "CN=\"Adler, Ada\",OU=People|CN=\"Adler, Ada\"|OU=People",
                "CN=say \\\"hi\\, Bob\\\",OU=People|CN=say \\\"hi\\, Bob\\\"|OU=People",
                "DC=lab|DC=lab|``",
                "``|``|``"
            })
    void a_name_is_split_at_its_first_comma_that_is_no_part_of_a_value(String dn, String rdn, String parent) {
        assertThat(DnText.rdn(dn)).isEqualTo(rdn);
        assertThat(DnText.parent(dn)).isEqualTo(parent);
    }
}
