package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import adsync.secret.Secret;
import adsync.secret.Secrets;
import adsync.testing.GeneratedSection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeyReferenceTest {

    @Test
    void every_key_and_no_other_is_in_the_reference() throws IOException {
        String rows = Keys.ALL.stream().map(KeyReferenceTest::row).collect(Collectors.joining());

        GeneratedSection.check(
                Path.of("docs/configuration.md"),
                "keys",
                "| key | value | if left out | meaning | example |\n| --- | --- | --- | --- | --- |\n" + rows);
    }

    @Test
    void every_key_is_in_the_table_once_and_its_example_is_of_its_kind() throws Unexpected {
        Surroundings nowhere =
                new Surroundings(Path.of("/"), new Secrets(Map.of(), Path.of("/")), "key", new NoComplaints());

        assertThat(Keys.ALL).extracting(Key::path).doesNotHaveDuplicates();
        for (Key<?> key : Keys.ALL) {
            assertThat(key.meaning()).endsWith(".");
            boolean file = key.kind().name().startsWith("file"); // which is not there
            if (!file && !Set.of(Path.class, Secret.class).contains(key.kind().type())) {
                assertThat(key.kind().reader().read(YamlFile.value(key.example()), nowhere))
                        .isInstanceOf(key.kind().type());
            }
        }
    }

    private record NoComplaints() implements Surroundings.Complaints {
        @Override
        public void refuse(int line, String key, String text) {
            fail(text);
        }

        @Override
        public void warn(String key, String text) {
            fail(text);
        }
    }

    private static String row(Key<?> key) {
        String absent = switch (key.need()) {
            case Key.Need.Required needed -> "**required**";
            case Key.Need.Optional none -> "–";
            case Key.Need.Default fallback -> "`" + fallback.yaml() + "`";
        };
        return "| `" + key.path() + "` | " + key.kind().name() + " | " + absent + " | " + key.meaning() + " | `"
                + key.example() + "` |\n";
    }
}
