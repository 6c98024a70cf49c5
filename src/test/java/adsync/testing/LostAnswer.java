package adsync.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between a client and a server that speak TLS 1.2, and loses the first answer: the server has done what it was asked to, and
 * the connection breaks. Everything after it passes, until it is told otherwise. Safe for any thread.
 */
public final class LostAnswer implements AutoCloseable {

    /** The content type of a record that holds what the application said (RFC 5246 6.2.1). */
    private static final int APPLICATION_DATA = 23;

    private static final int HEAD = 5;

    private final int target;
    private final ServerSocket listener;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final AtomicInteger toLose = new AtomicInteger(1);

    private LostAnswer(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Starts one in front of a port of this machine. */
    public static LostAnswer before(int port) throws IOException {
        return new LostAnswer(port);
    }

    /** Where it listens. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Whether an answer was lost already. */
    public boolean lost() {
        return lost.get();
    }

    /** Loses all answers from now on. */
    public void loseAll() {
        toLose.set(Integer.MAX_VALUE);
    }

    /** Loses none from now on. */
    public void passAll() {
        toLose.set(0);
    }

    private boolean loses() {
        boolean loses = toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        lost.compareAndSet(false, loses);
        return loses;
    }

    private void accept() {
        try {
            while (true) {
                Socket client = listener.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread up = Thread.ofVirtual().start(() -> pass(client, server));
            records(new DataInputStream(server.getInputStream()), client.getOutputStream());
            client.close();
            up.join();
        } catch (IOException e) {
            // one of the two went away, and so does the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            // as above
        }
    }

    /** To the end, or to the answer that is lost. */
    private void records(DataInputStream from, OutputStream to) throws IOException {
        byte[] head = new byte[HEAD];
        while (from.readNBytes(head, 0, HEAD) == HEAD) {
            byte[] body = from.readNBytes((head[3] & 0xFF) << 8 | (head[4] & 0xFF));
            if (head[0] == APPLICATION_DATA && loses()) {
                return;
            }
            to.write(head);
            to.write(body);
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
