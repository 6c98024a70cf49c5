package adsync.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Stands before a SCIM server and takes only one password, which can be exchanged; the server itself keeps its own. */
final class LoginGate implements AutoCloseable {

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI target;
    private final String login;
    private final String own;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile String password;
    private volatile @Nullable Shut shut;
    private final AtomicInteger waiting = new AtomicInteger();

    /** Requests whose address has this wait. */
    private record Shut(String part, CountDownLatch opened) {}

    LoginGate(String url, String user, String password) {
        target = URI.create(url);
        login = user;
        this.password = password;
        own = header(password);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + target.getPath();
    }

    /** From now on only this one is taken. */
    void exchange(String fresh) {
        password = fresh;
    }

    /** From now on requests whose address has this wait until it is opened. */
    void shut(String part) {
        shut = new Shut(part, new CountDownLatch(1));
    }

    /** Lets all pass that wait. */
    void open() {
        Shut before = shut;
        shut = null;
        if (before != null) {
            before.opened().countDown();
        }
    }

    /** How many requests have waited. */
    int waiting() {
        return waiting.get();
    }

    int refused() {
        return refused.get();
    }

    private String header(String of) {
        return "Basic " + Base64.getEncoder().encodeToString((login + ':' + of).getBytes(StandardCharsets.UTF_8));
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Shut now = shut;
            if (now != null && exchange.getRequestURI().toString().contains(now.part())) {
                waiting.incrementAndGet();
                now.opened().await();
            }
            if (!header(password).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                refused.incrementAndGet();
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(exchange.getRequestURI()))
                    .header("Authorization", own)
                    .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            if (type != null) {
                request.header("Content-Type", type);
            }
            HttpResponse<byte[]> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            answer.headers()
                    .firstValue("Content-Type")
                    .ifPresent(value -> exchange.getResponseHeaders().set("Content-Type", value));
            boolean empty = answer.body().length == 0;
            exchange.sendResponseHeaders(answer.statusCode(), empty ? -1 : answer.body().length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open();
        server.stop(0);
        client.close();
    }
}
