package adsync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and an HTTP/1.1 server and breaks what the test tells it to, request by request. It reads
 * each message to its end before it acts, so that a fault hits exactly one request, and keeps clients' connections
 * alive but opens a new one to the server for each request. Plain HTTP only, no pipelining, no Expect. All methods may
 * be called from any thread at any time.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;

    /** A request as a test may want to recognise it; {@code path} has no query. */
    public record Request(String method, String path, String body) {}

    private static final class Rule {
        private final Predicate<Request> applies;
        private final Fault fault;
        private final boolean once;

        Rule(Predicate<Request> applies, Fault fault, boolean once) {
            this.applies = applies;
            this.fault = fault;
            this.once = once;
        }
    }

    private final URI target;
    private final List<Rule> rules = new ArrayList<>();
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> seen = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int port;
    private @Nullable ServerSocket listener;

    private FaultProxy(URI target) {
        this.target = target;
        port = listen(FreePort.draw()); // which nobody is given while it refuses
    }

    /** Starts a proxy in front of the server with that base URL. */
    public static FaultProxy before(String serverUrl) {
        return new FaultProxy(URI.create(serverUrl));
    }

    /** The base URL of the server as seen through the proxy; the same before and after {@link #refuse}. */
    public String url() {
        return "http://127.0.0.1:" + port + target.getPath();
    }

    /** The next requests meet these faults, one each in this order; what follows passes. */
    public synchronized void next(Fault... faults) {
        Arrays.stream(faults).forEach(fault -> rules.add(new Rule(any -> true, fault, true)));
    }

    /** The next request of that kind meets the fault. */
    public synchronized void once(Predicate<Request> kind, Fault fault) {
        rules.add(new Rule(kind, fault, true));
    }

    /** Every request of that kind meets the fault, until {@link #heal}. Of several rules that apply the oldest wins. */
    public synchronized void always(Predicate<Request> kind, Fault fault) {
        rules.add(new Rule(kind, fault, false));
    }

    /** Forgets all faults and listens again. A request already in a {@link Fault.BlackHole} stays there. */
    public synchronized void heal() {
        rules.clear();
        if (listener == null) {
            listen(port);
        }
    }

    /** Resets all connections. New ones are taken. */
    public synchronized void cut() {
        clients.forEach(FaultProxy::reset);
    }

    /** Resets all connections and refuses new ones, until {@link #heal}. */
    public synchronized void refuse() {
        stopListening();
        cut();
    }

    /** How many requests came so far, by method and path without query, like {@code POST /scim/v2/Users}. */
    public Map<String, Long> requests() {
        var counts = new TreeMap<String, Long>();
        seen.forEach((request, count) -> counts.put(request, count.sum()));
        return counts;
    }

    /** How many requests of that method came so far to a path that starts like this. */
    public long count(String method, String pathPrefix) {
        return requests().entrySet().stream()
                .filter(request -> request.getKey().startsWith(method + " " + pathPrefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    @Override
    public void close() {
        closed.countDown();
        refuse();
    }

    private synchronized int listen(int onPort) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 256);
            listener = socket;
            Thread.ofVirtual().name("fault-proxy-accept").start(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void stopListening() {
        if (listener != null) {
            shut(listener);
            listener = null;
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                client.setTcpNoDelay(true);
                clients.add(client);
                if (socket.isClosed()) {
                    reset(client); // came in while refuse() went through the others
                }
                Thread.ofVirtual().name("fault-proxy-client").start(() -> serve(client));
            }
        } catch (IOException e) {
            // The listener was closed: that is how this ends.
            shut(socket);
        }
    }

    private void serve(Socket client) {
        try (client) {
            var input = new BufferedInputStream(client.getInputStream());
            Optional<HttpMessage> request = HttpMessage.request(input);
            while (request.isPresent() && handle(client, input, request.get())) {
                request = HttpMessage.request(input);
            }
        } catch (IOException e) {
            // Either side went away in the middle of a message; the other one is told in the same way.
            reset(client);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    /** Answers one request, and tells whether the connection can take another. */
    private boolean handle(Socket client, InputStream input, HttpMessage message)
            throws IOException, InterruptedException {
        String path = message.target().split("\\?", 2)[0];
        seen.computeIfAbsent(message.method() + " " + path, none -> new LongAdder())
                .increment();
        return switch (faultFor(new Request(message.method(), path, message.text()))) {
            case Fault.Pass() -> send(client, forward(message).toBytes());
            case Fault.Answer answer -> send(client, own(answer).toBytes());
            case Fault.Delay(Duration duration) -> {
                HttpMessage answer = forward(message);
                yield !closed.await(duration.toNanos(), TimeUnit.NANOSECONDS) && send(client, answer.toBytes());
            }
            case Fault.Truncate() -> {
                HttpMessage answer = forward(message);
                byte[] half = answer.firstHalf();
                yield send(client, answer.toBytes(half, half.length));
            }
            case Fault.CutOff() -> {
                HttpMessage answer = forward(message);
                byte[] half = answer.firstHalf();
                send(client, answer.toBytes(half, answer.length()));
                yield false;
            }
            case Fault.ResetBefore() -> reset(client);
            case Fault.ResetAfter() -> {
                forward(message);
                yield reset(client);
            }
            case Fault.BlackHole() -> input.read() >= 0 && reset(client);
        };
    }

    private synchronized Fault faultFor(Request request) {
        Optional<Rule> rule =
                rules.stream().filter(each -> each.applies.test(request)).findFirst();
        rule.filter(found -> found.once).ifPresent(rules::remove);
        return rule.map(found -> found.fault).orElseGet(Fault::pass);
    }

    private HttpMessage forward(HttpMessage request) throws IOException {
        try (var server = new Socket()) {
            server.setTcpNoDelay(true);
            server.connect(new InetSocketAddress(target.getHost(), target.getPort()), CONNECT_MILLIS);
            server.getOutputStream().write(request.toBytes());
            return HttpMessage.answer(new BufferedInputStream(server.getInputStream()));
        }
    }

    private static HttpMessage own(Fault.Answer answer) {
        List<String> headers = answer.headers().entrySet().stream()
                .map(header -> header.getKey() + ": " + header.getValue())
                .toList();
        return new HttpMessage(
                "HTTP/1.1 " + answer.status() + " Fault", headers, answer.body().getBytes(UTF_8));
    }

    private static boolean send(Socket client, byte[] bytes) throws IOException {
        client.getOutputStream().write(bytes);
        return true;
    }

    /** Closes with RST instead of FIN; always false, as the connection takes no other request. */
    private static boolean reset(Socket client) {
        try {
            client.setSoLinger(true, 0);
        } catch (IOException e) {
            // Closed already.
            return false;
        }
        shut(client);
        return false;
    }

    private static void shut(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket did not close", e);
        }
    }
}
