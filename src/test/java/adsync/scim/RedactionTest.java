package adsync.scim;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {

    private final Redaction redaction = new Redaction(() -> List.of("our-own-secret", "x"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"userName\":\"alice\",\"password\":\"Hunter2!\"}",
                "{\"userName\":\"alice\",\"Password\" : \"Hunter2!\"}",
                "{\"userName\":\"alice\",\"password\":\"quote \\\" Hunter2!\"}",
                "{\"userName\":\"alice\",\"password\":\"Hunter2! cut o",
                "{\"userName\":\"alice\",\"passwords\":[\"a\",\"Hunter2!\"]}",
                "{\"userName\":\"alice\",\"password\":{\"value\":\"Hunter2!\"}}",
                "{\"userName\":\"alice\",\"client_secret\":\"Hunter2!\"}",
                "{\"userName\":\"alice\",\"urn:x:User:encryptedPassword\":\"Hunter2!\"}",
                "{\"userName\":\"alice\",\"access_token\":\"Hunter2!\"}",
                "{\"userName\":\"alice\",\"Operations\":[{\"path\":\"password\",\"value\":\"Hunter2!\"}]}",
                "{\"userName\":\"alice\",\"Operations\":[{\"value\":\"Hunter2!\",\"path\":\"x:encryptedPassword\"}]}",
                "alice: Authorization was Bearer Hunter2!",
                "alice sent password=Hunter2!&x=1",
                "alice used our-own-secret"
            })
    void secrets_are_masked_and_the_rest_is_kept(String text) {
        String clean = redaction.clean(text);

        assertThat(clean)
                .contains("alice")
                .contains("[masked]")
                .doesNotContain("Hunter2")
                .doesNotContain("our-own");
    }

    @Test
    void it_keeps_an_innocent_text_and_short_secrets_do_not_riddle_it() {
        String text = "{\"userName\":\"alex\",\"title\":\"Head of passing tests\",\"count\":5}";

        assertThat(redaction.clean(text)).isEqualTo(text);
    }

    @Test
    void control_characters_become_spaces() {
        assertThat(redaction.clean("a\r\nb\u001b[31m\u0000c\u202ed\te")).isEqualTo("a b [31m c d e");
    }

    @Test
    void a_long_text_is_cut_after_its_secrets_are_masked() {
        String clean = redaction.clean("{\"password\":\"" + "Hunter2".repeat(1000) + "\"," + "x".repeat(1000));

        assertThat(clean).hasSize(Redaction.MAX_LENGTH + 1).doesNotContain("Hunter2");
    }

    @Test
    @Timeout(20)
    void a_huge_hostile_text_costs_little() {
        for (String part :
                List.of("\"", "{\"path\":\"", "\\\"", "{", "\"password\":", "\"password\":\"\\", "password ")) {
            Buffer text = Buffer.buffer(part.repeat(2_000_000 / part.length()));
            long start = System.nanoTime();

            redaction.clean(text);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).as(part).isLessThan(Duration.ofSeconds(3));
        }
    }
}
