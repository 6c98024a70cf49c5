package adsync.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where the provider puts its key set. Blocks; for one thread at a time. Says where that is as its text. */
interface KeySetSource {

    /** What is there, of no more than {@link KeySet#LONGEST} octets. */
    String read() throws IOException;

    /** A file, or what an address of the web gives. */
    static KeySetSource of(URI place, Clock clock) {
        return "file".equals(place.getScheme()) ? new File(Path.of(place)) : new Web(place, clock);
    }

    /** A file, however often it is looked at. */
    record File(Path path) implements KeySetSource {

        @Override
        public String read() throws IOException {
            if (Files.size(path) > KeySet.LONGEST) {
                throw new IOException("it is longer than " + KeySet.LONGEST + " octets");
            }
            return Files.readString(path, StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return path.toString();
        }
    }

    /** A place in the web. What it gave is good for a while; after a failure it is asked each time. */
    final class Web implements KeySetSource {

        private static final Duration GOOD_FOR = Duration.ofMinutes(10);
        private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(5);
        private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(10);
        private static final int OK = 200;

        private final URI place;
        private final Clock clock;
        private final Duration patience;
        private final HttpClient client;
        private String last = "";
        private Instant until = Instant.MIN;

        Web(URI place, Clock clock) {
            this(place, clock, ANSWERED_WITHIN);
        }

        /** With a patience of its own for the answer's head, and again for its body. */
        Web(URI place, Clock clock, Duration patience) {
            this.place = place;
            this.clock = clock;
            this.patience = patience;
            this.client = HttpClient.newBuilder()
                    .connectTimeout(CONNECTED_WITHIN)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        }

        @Override
        public String read() throws IOException {
            Instant now = clock.instant();
            if (now.isBefore(until) && !until.isAfter(now.plus(GOOD_FOR))) { // the clock may be put back
                return last;
            }
            HttpRequest request =
                    HttpRequest.newBuilder(place).timeout(patience).build();
            try {
                last = text(client.send(request, BodyHandlers.ofInputStream()));
                until = clock.instant().plus(GOOD_FOR);
                return last;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }

        private String text(HttpResponse<InputStream> answer) throws IOException {
            try (InputStream body = answer.body()) {
                CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                        .execute(() -> close(body)); // whoever still reads fails
                if (answer.statusCode() != OK) {
                    throw new IOException("HTTP " + answer.statusCode());
                }
                byte[] octets = body.readNBytes(KeySet.LONGEST + 1);
                if (octets.length > KeySet.LONGEST) {
                    throw new IOException("it is longer than " + KeySet.LONGEST + " octets");
                }
                return new String(octets, StandardCharsets.US_ASCII);
            }
        }

        private static void close(InputStream body) {
            try {
                body.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String toString() {
            return place.toString();
        }
    }
}
