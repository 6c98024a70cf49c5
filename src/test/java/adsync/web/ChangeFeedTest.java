package adsync.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.journal.ChangeSettled.Outcome;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeFeedTest extends WebFixture {

    private static final int LAST = 999_999;
    private static final Duration SOON = Duration.ofSeconds(30);

    private Happenings happenings;

    @BeforeEach
    void carry() {
        happenings = new Happenings(vertx().eventBus(), clock);
    }

    private void happens(int number, Outcome outcome, String detail) {
        happenings.happens(number, outcome, detail);
    }

    private BufferedReader follow(Held held, JsonObject filter) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer = client.send(
                post("/api/changes", filter.encode())
                        .header("Cookie", held.cookie())
                        .header(Api.TOKEN, held.token())
                        .build(),
                BodyHandlers.ofInputStream());
        assertThat(answer.statusCode()).isEqualTo(OK);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    /** The next events: {@code data} of changes, {@code event: …} of others. */
    private static List<String> next(BufferedReader from, int count) throws IOException {
        List<String> events = new ArrayList<>();
        while (events.size() < count) {
            String line = from.readLine();
            if (line == null) {
                events.add("end");
                return events;
            }
            if (line.startsWith("data: {\"at\"")) {
                events.add(new JsonObject(line.substring("data: ".length())).getString("correlationId"));
            } else if (line.startsWith("event: ") || line.startsWith("data: ")) {
                events.add(line);
            }
        }
        return events;
    }

    @Test
    void who_follows_is_told_what_came_last_and_what_comes() throws IOException, InterruptedException {
        happens(1, Outcome.SHIPPED, "");
        try (BufferedReader feed = follow(signedIn(), new JsonObject())) {
            happens(2, Outcome.PARKED, "its login is taken");

            assertThat(next(feed, 2)).containsExactly("0000000000000001", "0000000000000002");
        }
    }

    @Test
    void a_filter_lets_through_what_it_names() throws IOException, InterruptedException {
        JsonObject parked = new JsonObject("""
                {"who": "PERSON 3", "kinds": ["updated"], "outcomes": ["parked", "held"]}""");
        try (BufferedReader feed = follow(signedIn(), parked)) {
            happens(1, Outcome.PARKED, "");
            happens(3, Outcome.SHIPPED, "");
            happens(3, Outcome.HELD, "");

            assertThat(next(feed, 1)).containsExactly("0000000000000003");
        }
    }

    @Test
    void one_change_can_be_followed() throws IOException, InterruptedException {
        try (BufferedReader feed = follow(signedIn(), new JsonObject().put("correlationId", "0000000000000002"))) {
            happens(1, Outcome.SHIPPED, "");
            happens(2, Outcome.SHIPPED, "");

            assertThat(next(feed, 1)).containsExactly("0000000000000002");
        }
    }

    @Test
    void a_filter_that_makes_no_sense_is_refused() {
        Held held = signedIn();

        for (String filter : List.of("{\"kinds\": \"updated\"}", "{\"who\": 1}", "{\"outcomes\": [1]}", "[")) {
            var answer = send(
                    post("/api/changes", filter).header("Cookie", held.cookie()).header(Api.TOKEN, held.token()));
            assertThat(answer.statusCode()).as(filter).isEqualTo(400);
        }
    }

    /** Its socket takes some, the server's queues take some, and the rest is counted instead of kept. */
    @Test
    void who_does_not_read_misses_the_oldest_and_is_told_how_many() throws IOException {
        Held held = signedIn();
        String detail = "x".repeat(2000);
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), web().port()));
            socket.getOutputStream()
                    .write(
                            ("POST /api/changes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nCookie: "
                                            + held.cookie() + "\r\n" + Api.TOKEN + ": " + held.token()
                                            + "\r\nContent-Length: 2\r\n\r\n{}")
                                    .getBytes(StandardCharsets.US_ASCII));
            await().atMost(SOON).until(() -> web().followers() == 1);

            int published = 0;
            long most = 0;
            while (web().missed() < 5000) { // as long as the socket takes some, it is told of them
                happens(published++, Outcome.SHIPPED, detail);
                most = Math.max(most, web().waiting());
                assertThat(published).isLessThan(1_000_000);
            }
            happens(LAST, Outcome.SHIPPED, "");

            assertThat(most).isLessThanOrEqualTo(ChangeFeed.QUEUE + 1L); // it is looked at while it is changed
            socket.setSoTimeout(30_000);
            var feed = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(readToLast(feed)).isEqualTo(published + 1L);
        }
        await().atMost(SOON).until(() -> web().followers() == 0);
    }

    /** How many events were told until the last one, or told as missed. */
    private static long readToLast(BufferedReader feed) throws IOException {
        long told = 0;
        while (true) {
            String line = String.valueOf(feed.readLine());
            if (line.startsWith("data: {\"count\":")) {
                told += new JsonObject(line.substring("data: ".length())).getLong("count");
            } else if (line.startsWith("data: ")) {
                told++;
                if (line.contains("%016x".formatted(LAST))) {
                    return told;
                }
            }
        }
    }

    @Test
    void more_followers_than_there_is_room_for_are_refused() throws IOException, InterruptedException {
        Held held = signedIn();
        List<BufferedReader> feeds = new ArrayList<>();
        for (int number = 0; number < ChangeFeed.MOST_LISTENERS; number++) {
            feeds.add(follow(held, new JsonObject()));
        }

        var refused = send(ask("changes", held));
        for (BufferedReader feed : feeds) {
            feed.close();
        }

        assertThat(refused.statusCode()).isEqualTo(429);
        await().atMost(SOON).until(() -> web().followers() == 0);
    }

    @Test
    void a_session_that_is_over_hears_nothing_more() throws IOException, InterruptedException {
        try (BufferedReader feed = follow(signedIn(), new JsonObject())) {
            clock.advance(Sessions.IDLE);

            assertThat(next(feed, 3)).containsExactly("event: over", "data: {}", "end");
        }
    }
}
