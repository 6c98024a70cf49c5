package adsync.audit;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.testing.GeneratedSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttributeClassTest {

    @ParameterizedTest
    @CsvSource({
        "displayName, PUBLIC",
        "mobile, PERSONAL",
        "extensionAttribute7, PERSONAL",
        "thumbnailPhoto, OCTETS",
        "unicodePwd, SECRET",
        "msLAPS-EncryptedPasswordHistory, SECRET",
        "contosoAppPassword, SECRET",
        "pwdLastSet, PERSONAL",
        "badPwdCount, PERSONAL"
    })
    void an_attribute_has_a_class_in_any_letter_case(String attribute, AttributeClass expected) {
        assertThat(AttributeClass.of(attribute)).isEqualTo(expected);
        assertThat(AttributeClass.of(attribute.toUpperCase(Locale.ROOT))).isEqualTo(expected);
    }

    @Test
    void long_texts_are_told_by_length_and_digest() {
        assertThat(AttributeClass.PERSONAL.show("x".repeat(1025))).matches("1025 octets, SHA-256 [0-9a-f]{64}");
        assertThat(AttributeClass.PERSONAL.show("x".repeat(1024))).isEqualTo("x".repeat(1024));
    }

    @Test
    void the_reference_says_what_the_code_says() throws IOException {
        String rows = Arrays.stream(AttributeClass.values())
                .map(AttributeClassTest::row)
                .collect(Collectors.joining());

        GeneratedSection.check(
                Path.of("docs/audit.md"), "classes", "| class | values | attributes |\n| --- | --- | --- |\n" + rows);
    }

    private static String row(AttributeClass one) {
        String names = switch (one) {
            case PERSONAL -> "all others";
            case SECRET -> names(one) + ", and all with `password` or `pwd` in their name that tell no time or count";
            case PUBLIC, OCTETS -> names(one);
        };
        return "| " + one.name().toLowerCase(Locale.ROOT) + " | " + one.shown() + " | " + names + " |\n";
    }

    private static String names(AttributeClass one) {
        return one.names().stream().sorted().collect(Collectors.joining(", "));
    }
}
