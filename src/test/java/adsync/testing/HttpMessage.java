package adsync.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One HTTP/1.1 request or answer (RFC 9112), read to its end: by Content-Length, by chunks, or, for an answer with
 * neither, by the end of the connection.
 */
final class HttpMessage {

    private final String start;
    private final List<String> headers;
    private final byte[] body;

    /**
     * @param start the request line or status line
     * @param headers the header lines as they came
     * @param body the content, without the framing of chunks
     */
    HttpMessage(String start, List<String> headers, byte[] body) {
        this.start = start;
        this.headers = List.copyOf(headers);
        this.body = body.clone();
    }

    /** Reads a request; empty if the client has closed the connection. */
    static Optional<HttpMessage> request(InputStream from) throws IOException {
        Optional<String> start = line(from);
        if (start.isEmpty()) {
            return Optional.empty();
        }
        List<String> headers = headers(from);
        return Optional.of(
                new HttpMessage(start.get(), headers, framedBody(from, headers).orElse(new byte[0])));
    }

    /** Reads the answer to a request that was not a HEAD. Interim answers (1xx) are dropped. */
    static HttpMessage answer(InputStream from) throws IOException {
        String start = line(from).orElseThrow(() -> new EOFException("the server closed the connection"));
        List<String> headers = headers(from);
        int status = Integer.parseInt(start.split(" ", 3)[1]);
        if (status < 200) {
            return answer(from);
        }
        if (status == 204 || status == 304) {
            return new HttpMessage(start, headers, new byte[0]);
        }
        Optional<byte[]> framed = framedBody(from, headers);
        return new HttpMessage(start, headers, framed.isPresent() ? framed.get() : from.readAllBytes());
    }

    /** The same message as bytes, framed by Content-Length whatever it came with. */
    byte[] toBytes() {
        return toBytes(body, body.length);
    }

    /** The same head with another content, and a Content-Length that need not be true. */
    byte[] toBytes(byte[] content, int announced) {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes((start + "\r\n").getBytes(ISO_8859_1));
        headers.stream()
                .filter(header -> !named(header, "content-length") && !named(header, "transfer-encoding"))
                .forEach(header -> bytes.writeBytes((header + "\r\n").getBytes(ISO_8859_1)));
        if (announced > 0 || !bodiless()) {
            bytes.writeBytes(("Content-Length: " + announced + "\r\n").getBytes(ISO_8859_1));
        }
        bytes.writeBytes("\r\n".getBytes(ISO_8859_1));
        bytes.writeBytes(content);
        return bytes.toByteArray();
    }

    /** The first word of a request line. */
    String method() {
        return start.split(" ", 3)[0];
    }

    /** The second word of a request line, with its query. */
    String target() {
        return start.split(" ", 3)[1];
    }

    /** The first half of the content. */
    byte[] firstHalf() {
        return Arrays.copyOf(body, body.length / 2);
    }

    /** The length of the content in bytes. */
    int length() {
        return body.length;
    }

    /** The content as text. */
    String text() {
        return new String(body, UTF_8);
    }

    private boolean bodiless() {
        String second = target();
        return method().equals("GET") || method().equals("DELETE") || second.equals("204") || second.equals("304");
    }

    private static Optional<byte[]> framedBody(InputStream from, List<String> headers) throws IOException {
        if (value(headers, "transfer-encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent()) {
            return Optional.of(chunks(from));
        }
        Optional<String> length = value(headers, "content-length");
        return length.isPresent() ? Optional.of(exactly(from, Integer.parseInt(length.get()))) : Optional.empty();
    }

    private static byte[] chunks(InputStream from) throws IOException {
        var body = new ByteArrayOutputStream();
        for (int size = chunkSize(from); size > 0; size = chunkSize(from)) {
            body.writeBytes(exactly(from, size));
            headers(from); // the line end after a chunk reads like an empty header section
        }
        headers(from); // trailers
        return body.toByteArray();
    }

    private static int chunkSize(InputStream from) throws IOException {
        String line = line(from).orElseThrow(() -> new EOFException("the message ended between chunks"));
        return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
    }

    private static byte[] exactly(InputStream from, int length) throws IOException {
        byte[] bytes = from.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the message ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    private static List<String> headers(InputStream from) throws IOException {
        var headers = new ArrayList<String>();
        for (String line = nextLine(from); !line.isEmpty(); line = nextLine(from)) {
            headers.add(line);
        }
        return List.copyOf(headers);
    }

    private static String nextLine(InputStream from) throws IOException {
        return line(from).orElseThrow(() -> new EOFException("the message ended in its head"));
    }

    /** A line without its end; empty at the end of the stream. */
    private static Optional<String> line(InputStream from) throws IOException {
        var line = new ByteArrayOutputStream();
        int next = from.read();
        if (next < 0) {
            return Optional.empty();
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = from.read();
        }
        return Optional.of(line.toString(ISO_8859_1).stripTrailing());
    }

    private static Optional<String> value(List<String> headers, String name) {
        return headers.stream()
                .filter(header -> named(header, name))
                .map(header -> header.substring(name.length() + 1).strip())
                .findFirst();
    }

    private static boolean named(String header, String name) {
        return header.toLowerCase(Locale.ROOT).startsWith(name + ":");
    }
}
