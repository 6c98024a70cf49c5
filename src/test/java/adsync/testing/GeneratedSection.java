package adsync.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a document that says what the code says. It stands between {@code <!-- name -->} and
 * {@code <!-- end of name -->}; {@code mvn test -Dadsync.docs=write} writes it anew.
 */
public final class GeneratedSection {

    private GeneratedSection() {}

    /** Checks that the part is what the code says. */
    public static void check(Path document, String name, String expected) throws IOException {
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- end of " + name + " -->";
        String text = Files.readString(document);
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf(end);
        assertThat(to).as("the marks of %s in %s", name, document).isGreaterThanOrEqualTo(from);
        if ("write".equals(System.getProperty("adsync.docs"))) {
            Files.writeString(document, text.substring(0, from) + expected + text.substring(to));
            return;
        }
        assertThat(text.substring(from, to))
                .as("%s is written anew by: mvn test -Dadsync.docs=write", document)
                .isEqualTo(expected);
    }
}
