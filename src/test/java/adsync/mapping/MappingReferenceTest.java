package adsync.mapping;

import adsync.testing.GeneratedSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MappingReferenceTest {

    @Test
    void every_row_of_the_standard_table_is_in_the_reference() throws IOException {
        String rows =
                StandardTable.RULES.stream().map(MappingReferenceTest::row).collect(Collectors.joining());

        GeneratedSection.check(
                Path.of("docs/configuration.md"),
                "mapping",
                "| SCIM path | directory attributes | form | standard |\n| --- | --- | --- | --- |\n" + rows);
    }

    private static String row(Rule rule) {
        String form = rule.form().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String choice = rule.form().replaceable() ? "" : ", attribute fixed";
        return "| `" + rule.target() + "` | " + String.join(", ", rule.attributes()) + " | " + form + choice + " | "
                + (rule.on() ? "on" : "off") + " |\n";
    }
}
