package adsync.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a server of any protocol on TCP, and does to their connections what networks do. All methods may be
 * called from any thread at any time.
 */
public final class TcpProxy implements AutoCloseable {

    private static final int CONNECT_MILLIS = 2_000;
    private static final int CHUNK = 8192;

    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;
    private boolean silent;
    private long answersLeft = Long.MAX_VALUE;
    private Duration delay = Duration.ZERO;

    private TcpProxy(InetSocketAddress target) {
        this.target = target;
        this.port = listen(FreePort.draw()); // which nobody is given while it refuses
    }

    /** Starts a proxy in front of that server. */
    public static TcpProxy before(String host, int port) {
        return new TcpProxy(new InetSocketAddress(host, port));
    }

    /** Where it listens on 127.0.0.1; the same before and after {@link #refuse}. */
    public int port() {
        return port;
    }

    /** Resets all connections. New ones are taken. */
    public synchronized void cut() {
        sockets.forEach(TcpProxy::reset);
    }

    /** Resets all connections and refuses new ones, until {@link #heal}. */
    public synchronized void refuse() {
        if (listener != null) {
            shut(listener);
            listener = null;
        }
        cut();
    }

    /** Connections stay and new ones are taken, but nothing comes through until {@link #heal}: then all of it does. */
    public synchronized void silence() {
        silent = true;
    }

    /** As {@link #silence}, once so many more octets have come from the server: in the middle of what it says. */
    public synchronized void silenceAfter(long octets) {
        answersLeft = octets;
    }

    /** Whether nothing comes through. */
    public synchronized boolean silent() {
        return silent;
    }

    /** Each chunk of octets is held back that long, until {@link #heal}. */
    public synchronized void slow(Duration eachChunk) {
        delay = eachChunk;
    }

    /** Lets everything through again. */
    public synchronized void heal() {
        silent = false;
        answersLeft = Long.MAX_VALUE;
        delay = Duration.ZERO;
        notifyAll();
        if (listener == null) {
            listen(port);
        }
    }

    @Override
    public synchronized void close() {
        refuse();
        silent = false;
        notifyAll();
    }

    private synchronized int listen(int onPort) {
        try {
            var socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort));
            listener = socket;
            Thread.ofVirtual().name("tcp-proxy-accept").start(() -> accept(socket));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket socket) {
        try {
            while (true) {
                Socket client = socket.accept();
                sockets.add(client);
                if (socket.isClosed()) {
                    reset(client); // came in while refuse() went through the others
                }
                Thread.ofVirtual().name("tcp-proxy-connect").start(() -> connect(client));
            }
        } catch (IOException e) {
            shut(socket); // closed by refuse(): that is how this ends
        }
    }

    private void connect(Socket client) {
        var server = new Socket();
        try {
            server.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
            server.connect(target, CONNECT_MILLIS);
            sockets.add(server);
            Thread.ofVirtual().name("tcp-proxy-down").start(() -> pump(server, client, this::answered));
            pump(client, server, octets -> {});
        } catch (IOException e) {
            reset(client); // nobody is there, as the client would have been told
            reset(server);
        }
    }

    private synchronized void answered(int octets) {
        answersLeft = answersLeft == Long.MAX_VALUE ? answersLeft : answersLeft - octets;
        silent |= answersLeft <= 0;
    }

    private void pump(Socket from, Socket to, IntConsumer passing) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            for (int length = input.read(chunk); length >= 0; length = input.read(chunk)) {
                passing.accept(length);
                holdBack();
                output.write(chunk, 0, length);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            reset(from); // one side went away: the other is told in the same way
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(from);
        }
    }

    private synchronized void holdBack() throws InterruptedException {
        long end = System.nanoTime() + delay.toNanos();
        long left = delay.toMillis();
        while (silent || (left > 0 && !delay.isZero())) {
            wait(silent ? 0 : left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            return; // closed already
        }
        shut(socket);
    }

    private static void shut(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException("a socket did not close", e);
        }
    }
}
