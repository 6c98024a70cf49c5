package adsync.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where credentials come from: {@code ${env:NAME}} is an environment variable, {@code ${file:/path}} the content of a
 * file without the line end that editors leave behind, and anything else is the secret itself. A reference is the whole
 * text or no reference.
 */
public final class Secrets {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file):([^{}]+)}");
    private static final int LARGEST_FILE = 64 * 1024;

    private final Map<String, String> environment;
    private final Path folder;

    /**
     * Reads from these places.
     *
     * @param environment variables by name
     * @param folder what relative paths are relative to
     */
    public Secrets(Map<String, String> environment, Path folder) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
    }

    /** Follows a reference. Nothing is kept; it can be asked again after a secret was exchanged. */
    public Credential resolve(String text) {
        Matcher reference = REFERENCE.matcher(text.strip());
        if (!reference.matches()) {
            return text.contains("${") ? malformed() : literal(text);
        }
        String place = reference.group(2).strip();
        return reference.group(1).equals("env") ? variable(place) : file(place);
    }

    private static Credential malformed() {
        return new Credential.Missing(
                "a reference that is not understood",
                "write ${env:NAME} or ${file:/path} and nothing before or after it");
    }

    private static Credential literal(String text) {
        return text.isBlank()
                ? new Credential.Missing("an empty text", "write ${env:NAME} or ${file:/path}")
                : new Credential.Found(
                        Secret.of(text), "stands in the file itself: keep it out with ${env:NAME} or ${file:/path}");
    }

    private Credential variable(String name) {
        String value = environment.get(name);
        if (value == null || value.isEmpty()) {
            return new Credential.Missing(
                    "the environment variable " + name + ", which is " + (value == null ? "not set" : "empty"),
                    "set it for this process");
        }
        return new Credential.Found(Secret.of(value), "");
    }

    private Credential file(String place) {
        try {
            Path path = folder.resolve(place);
            if (!Files.isRegularFile(path)) {
                return missing(place, "which is no file", "create it");
            }
            if (Files.size(path) > LARGEST_FILE) {
                return missing(place, "which is larger than 64 KiB", "keep nothing but the secret in it");
            }
            String text = withoutLineEnd(decoded(Files.readAllBytes(path)));
            return text.isEmpty()
                    ? missing(place, "which is empty", "put the secret into it")
                    : new Credential.Found(Secret.of(text), worldReadable(path) ? readableByAll(place) : "");
        } catch (CharacterCodingException e) {
            return missing(place, "which is not text in UTF-8", "write the secret as UTF-8");
        } catch (IOException e) {
            return missing(place, "which cannot be read", "let the account of this process read it");
        } catch (InvalidPathException e) {
            return new Credential.Missing("a file name that is none", "write ${file:/path}");
        }
    }

    private static Credential missing(String place, String cause, String remedy) {
        return new Credential.Missing("the file " + place + ", " + cause, remedy);
    }

    private static String readableByAll(String place) {
        return "the file " + place + " can be read by every account of this machine: chmod 600 it";
    }

    private static String decoded(byte[] octets) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(octets))
                .toString();
    }

    private static String withoutLineEnd(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    /** Where there are no such permissions, nothing can be said. */
    private static boolean worldReadable(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix")
                && Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
    }
}
