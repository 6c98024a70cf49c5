package adsync.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntUnaryOperator;

/** Passes TCP connections on to a server under another address, until it is told to hold everything back or to cut. */
final class TcpRelay implements AutoCloseable {

    private final ServerSocket door;
    private volatile InetSocketAddress server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private boolean frozen;
    private int left = Integer.MAX_VALUE;

    private TcpRelay(InetSocketAddress server) throws IOException {
        this.server = server;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    static TcpRelay to(URI server) throws IOException {
        TcpRelay relay = new TcpRelay(new InetSocketAddress(server.getHost(), server.getPort()));
        Thread.ofVirtual().start(relay::accept);
        return relay;
    }

    URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + door.getLocalPort());
    }

    /** New connections go to another server; those there are stay. */
    void leadTo(URI other) {
        server = new InetSocketAddress(other.getHost(), other.getPort());
    }

    /** From now on nothing passes, and nobody is told: as behind a firewall that forgot the connection. */
    synchronized void freeze() {
        frozen = true;
    }

    /** Waits for ever once it is frozen; what was past this before still arrives. */
    private synchronized void passGate() throws InterruptedException {
        while (frozen) {
            wait();
        }
    }

    /** Breaks all connections once so many more octets have come from the server, in the middle of what it says; new ones last. */
    synchronized void cutAfter(int octets) {
        left = octets;
    }

    /** How many of these octets of the server still pass. */
    private synchronized int passing(int octets) {
        int passing = Math.min(octets, left);
        left = left == Integer.MAX_VALUE ? left : left - passing;
        if (passing < octets) {
            left = Integer.MAX_VALUE;
        }
        return passing;
    }

    /** Breaks all connections. */
    void cut() {
        sockets.forEach(TcpRelay::close);
    }

    private void accept() {
        try {
            while (!door.isClosed()) {
                Socket client = door.accept();
                InetSocketAddress target = server;
                Socket upstream = new Socket(target.getAddress(), target.getPort());
                sockets.addAll(List.of(client, upstream));
                Thread.ofVirtual().start(() -> pump(client, upstream, octets -> octets));
                Thread.ofVirtual().start(() -> pump(upstream, client, this::passing));
            }
        } catch (IOException closed) {
            cut();
        }
    }

    private void pump(Socket from, Socket to, IntUnaryOperator passing) {
        byte[] buffer = new byte[16384];
        try {
            for (int read = from.getInputStream().read(buffer);
                    read >= 0;
                    read = from.getInputStream().read(buffer)) {
                passGate();
                int passed = passing.applyAsInt(read);
                to.getOutputStream().write(buffer, 0, passed);
                if (passed < read) {
                    cut();
                }
            }
        } catch (IOException broken) {
            cut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            close(from);
            close(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
