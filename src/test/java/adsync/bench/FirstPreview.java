package adsync.bench;

import adsync.testing.ScimServer;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What a first load would do, told before it is done: {@code adsync preview}, from its start to its end, beside a bare reader. */
final class FirstPreview {

    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final List<String> OPTIONS = List.of("-Xmx128m");

    private final Place place;
    private final Path folder;

    FirstPreview(Place place, Path folder) {
        this.place = place;
        this.folder = folder;
    }

    Round round(int users) throws IOException, InterruptedException, LDAPException {
        Previewed previewed = preview(users);
        double seconds = previewed.seconds();
        var round = new Round("preview of a first load, " + place.name(), "users/s", users / seconds);
        round.more("preview s", seconds);
        double search = new BareDirectory(place, previewed.attributes()).search();
        round.baseline(search, users / seconds);
        return round;
    }

    /** How long it took, and what it read of each user. */
    private record Previewed(double seconds, List<String> attributes) {}

    private Previewed preview(int users) throws IOException, InterruptedException {
        Path state = Files.createTempDirectory(folder, "preview");
        try (ScimServer server = ProviderProcess.start()) {
            Path file = Settings.write(state, place, server);
            var lines = new AtomicInteger();
            var last = new AtomicReference<>("");
            long begun = System.nanoTime();
            var preview =
                    JavaProcess.ofLauncher(List.of("preview", "--config", file.toString(), "--json"), OPTIONS, line -> {
                        lines.incrementAndGet();
                        last.set(line);
                    });
            try (preview) {
                preview.awaitEnd(LONGEST);
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            if (lines.get() != users + 1 || new JsonObject(last.get()).getJsonObject("summary") == null) {
                throw new IllegalStateException(users + " users, but " + lines + " lines, the last one: " + last);
            }
            return new Previewed(seconds, Settings.attributes(file));
        }
    }
}
