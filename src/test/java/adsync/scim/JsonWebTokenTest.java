package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWebTokenTest {

    private static String token(String claims) {
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    @Test
    void a_token_tells_when_it_ends() {
        assertThat(JsonWebToken.end(token("{\"sub\":\"contoso\",\"exp\":1800000000}")))
                .hasValue(Instant.ofEpochSecond(1_800_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b.c", "e30.!.c2ln", "e30..c2ln"})
    void another_kind_of_token_does_not_say(String token) {
        assertThat(JsonWebToken.end(token)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"exp\":\"soon\"}", "{\"exp\":null}", "[]", "no JSON"})
    void nor_does_one_without_such_a_claim(String claims) {
        assertThat(JsonWebToken.end(token(claims))).isEmpty();
    }
}
