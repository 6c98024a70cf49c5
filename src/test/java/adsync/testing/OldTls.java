package adsync.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Speaks TLS 1.1 and nothing newer, as far as it takes to be refused: by octets, because the JVM would not. As a server, it
 * answers every client with its choice of 1.1 and notes what it is told then.
 */
public final class OldTls implements AutoCloseable {

    /** The alert that the version is not taken (RFC 5246 7.2.2). */
    public static final int PROTOCOL_VERSION = 70;

    private static final int HANDSHAKE = 22;
    private static final int ALERT = 21;
    private static final short TLS_1_1 = 0x0302;
    private static final byte CLIENT_HELLO = 1;
    private static final byte SERVER_HELLO = 2;
    private static final int RANDOM = 32;

    /** TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, which came before 1.2. */
    private static final short SUITE = (short) 0xC013;

    private final ServerSocket door;
    private final List<Integer> told = new CopyOnWriteArrayList<>();

    private OldTls(ServerSocket door) {
        this.door = door;
    }

    /** Starts a server. */
    public static OldTls start() {
        try {
            var server = new OldTls(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().name("old-tls").start(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens on loopback. */
    public int port() {
        return door.getLocalPort();
    }

    /** The alerts that clients have sent, by their descriptions. */
    public List<Integer> told() {
        return List.copyOf(told);
    }

    private void serve() {
        try {
            while (true) {
                try (Socket client = door.accept()) {
                    var input = new DataInputStream(client.getInputStream());
                    record(input);
                    ByteBuffer hello = ByteBuffer.allocate(2 + RANDOM + 1 + 2 + 1)
                            .putShort(TLS_1_1)
                            .put(new byte[RANDOM + 1])
                            .putShort(SUITE)
                            .put((byte) 0);
                    client.getOutputStream().write(handshake(SERVER_HELLO, hello));
                    told.add(alert(input));
                }
            }
        } catch (IOException e) {
            told.add(-1); // closed: that is how this ends
        }
    }

    /** Asks a server for TLS 1.1 and returns the description of the alert that it answers with; -1 for anything else. */
    public static int ask(Socket server) throws IOException {
        ByteBuffer hello = ByteBuffer.allocate(2 + RANDOM + 1 + 4 + 2)
                .putShort(TLS_1_1)
                .put(new byte[RANDOM + 1])
                .putShort((short) 2)
                .putShort(SUITE)
                .put(new byte[] {1, 0});
        server.getOutputStream().write(handshake(CLIENT_HELLO, hello));
        return alert(new DataInputStream(server.getInputStream()));
    }

    private static byte[] handshake(byte type, ByteBuffer hello) {
        int length = hello.flip().remaining();
        return ByteBuffer.allocate(5 + 4 + length)
                .put((byte) HANDSHAKE)
                .putShort(TLS_1_1)
                .putShort((short) (4 + length))
                .putInt(type << 24 | length)
                .put(hello)
                .array();
    }

    private static int alert(DataInputStream input) throws IOException {
        byte[] record = record(input);
        return record[0] == ALERT ? record[record.length - 1] : -1;
    }

    /** Type and content of a record. */
    private static byte[] record(DataInputStream input) throws IOException {
        byte type = input.readByte();
        input.readShort();
        byte[] content = new byte[1 + input.readUnsignedShort()];
        content[0] = type;
        input.readFully(content, 1, content.length - 1);
        return content;
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
