package adsync.control;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Where the running service is reached and the token that opens it, in {@code control.json} of the state folder, which its
 * owner alone can read.
 *
 * @param url with a slash at its end
 * @param token 256 random bits in hexadecimal digits
 */
public record ControlFile(String url, String token) {

    private static final String NAME = "control.json";
    private static final String SCHEME = "http://";
    private static final int TOKEN_OCTETS = 32;

    /** A new token. */
    public static String drawToken() {
        byte[] token = new byte[TOKEN_OCTETS];
        new SecureRandom().nextBytes(token);
        return HexFormat.of().formatHex(token);
    }

    /** Of a service that listens there; the wildcard address is reached on this machine by its loopback address. */
    public static ControlFile of(String host, int port, String token) {
        String reached = switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
        return new ControlFile(SCHEME + reached + ":" + port + ControlHandler.PATH, token);
    }

    /** Puts it into a state folder, in place of any other. */
    public void write(Path state) throws IOException {
        Path fresh = state.resolve(NAME + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, ownerOnly(state));
        Files.writeString(
                fresh,
                new JsonObject().put("url", url).put("token", token).encodePrettily() + "\n",
                StandardOpenOption.WRITE);
        Files.move(fresh, file(state), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads it; empty if there is none, or if it says nothing. */
    public static Optional<ControlFile> read(Path state) throws IOException {
        try {
            JsonObject json = new JsonObject(Files.readString(file(state)));
            String url = json.getString("url");
            String token = json.getString("token");
            return url == null || token == null || !url.startsWith(SCHEME)
                    ? Optional.empty()
                    : Optional.of(new ControlFile(url, token));
        } catch (NoSuchFileException | DecodeException | ClassCastException e) {
            return Optional.empty();
        }
    }

    /** Takes it away when the service stops. */
    public static void remove(Path state) throws IOException {
        Files.deleteIfExists(file(state));
    }

    private static Path file(Path state) {
        return state.resolve(NAME);
    }

    private static FileAttribute<?>[] ownerOnly(Path state) {
        return state.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** A token is not for logs. */
    @Override
    public String toString() {
        return "ControlFile[" + url + "]";
    }
}
