package adsync.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of the password lane's tests names only tests that exist. */
class PasswordTestsTest {

    private static final Path TABLE = Path.of("docs/password-tests.md");
    private static final Path JAVA = Path.of("src/test/java/adsync");
    private static final Path SAMBA = Path.of("src/test/samba");
    private static final Path WINDOWS = Path.of("src/test/windows");
    private static final Pattern NAMED = Pattern.compile("`([a-z]\\w*\\.[A-Za-z]\\w*)#(\\w+)`");

    static List<List<String>> tests() throws IOException {
        return NAMED.matcher(Files.readString(TABLE))
                .results()
                .map(named -> List.of(named.group(1), named.group(2)))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @MethodSource("tests")
    void a_named_test_exists(List<String> test) throws IOException {
        String file = test.getFirst();
        boolean python = file.endsWith(".py");
        Path source = python ? python(file) : JAVA.resolve(file.replace('.', '/') + ".java");

        assertThat(source).exists();
        assertThat(Files.readString(source)).contains((python ? "def " : "void ") + test.getLast() + "(");
    }

    private static Path python(String file) {
        Path samba = SAMBA.resolve(file);
        return Files.exists(samba) ? samba : WINDOWS.resolve(file);
    }
}
