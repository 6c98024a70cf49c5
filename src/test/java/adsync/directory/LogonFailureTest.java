package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogonFailureTest {

    @ParameterizedTest
    @CsvSource({
        "525,no such account",
        "52e,password is wrong",
        "52E,password is wrong",
        "530,time of day",
        "531,this computer",
        "532,password of the account has expired",
        "533,disabled",
        "701,account has expired",
        "773,must change its password",
        "775,locked out"
    })
    void the_code_in_the_text_is_put_into_words(String code, String words) {
        String text =
                "80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data " + code + ", v3839";

        assertThat(LogonFailure.words(text))
                .hasValueSatisfying(said -> assertThat(said).contains(words));
    }

    @Test
    void other_texts_are_left_alone() {
        assertThat(LogonFailure.words("AcceptSecurityContext error, data 999, v3839"))
                .isEmpty();
        assertThat(LogonFailure.words("no data 52x here")).isEmpty();
        assertThat(LogonFailure.words(null)).isEmpty();
    }
}
