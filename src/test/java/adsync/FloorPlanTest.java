package adsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README shows the house as it is. */
class FloorPlanTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\d+ \\| (`.*) \\|$");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    @Test
    void its_floors_are_those_that_the_imports_are_held_to() throws IOException {
        List<Set<String>> shown = ROW.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(row -> names(row.group(1)))
                .toList();

        assertThat(shown.reversed()).isEqualTo(ArchitectureTest.FLOORS);
    }

    @Test
    void every_room_has_a_floor() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("src/main/java/adsync"))) {
            Set<String> rooms = folders.filter(Files::isDirectory)
                    .map(folder -> folder.getFileName().toString())
                    .collect(Collectors.toSet());

            assertThat(ArchitectureTest.FLOORS.stream().flatMap(Set::stream).collect(Collectors.toSet()))
                    .isEqualTo(rooms);
        }
    }

    private static Set<String> names(String row) {
        return NAME.matcher(row)
                .results()
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toSet());
    }
}
