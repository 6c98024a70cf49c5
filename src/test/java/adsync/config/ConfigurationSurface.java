package adsync.config;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.fuzz.Surface;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A configuration file, from its text to the options of the rooms. */
public final class ConfigurationSurface implements Surface {

    private static final Path FILE = Path.of("/nowhere/adsync.yaml");

    private final Secrets secrets = new Secrets(Map.of("SECRET", "hunter2"), FILE.resolveSibling("."));

    @Override
    public void take(byte[] octets) {
        String text = new String(octets, StandardCharsets.UTF_8);
        try {
            Problems problems = new Problems();
            Item.Section top = problems.require(YamlFile.of(text, FILE, problems));
            check(Configuration.of(FILE, top, secrets, problems).configuration());
        } catch (ConfigurationException e) {
            assertThat(e.problems()).isNotEmpty().hasSizeLessThanOrEqualTo(text.length() + Keys.ALL.size());
            for (Problem problem : e.problems()) {
                assertThat(problem.line()).isBetween(0, 2 + text.length());
            }
        }
    }

    /** What was accepted can be used. */
    private static void check(Configuration configuration) {
        assertThat(configuration.scope().roots()).isNotEmpty();
        for (String root : configuration.scope().roots()) {
            Place place = new Place(new ObjectGuid(new UUID(0, 1)), root);
            assertThat(new Scope(List.of(place), List.of(), Optional.empty()).contains(root))
                    .isTrue();
        }
        assertThat(configuration.mapping().attributes()).isNotEmpty();
        assertThat(configuration.state()).isAbsolute();
    }
}
