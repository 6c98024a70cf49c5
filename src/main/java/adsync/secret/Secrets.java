package adsync.secret;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where credentials come from: {@code ${env:NAME}} is an environment variable, {@code ${credential:NAME}}
 * a file of the folder that systemd names in {@code CREDENTIALS_DIRECTORY}, {@code ${file:/path}} the content of a
 * file without the line end that editors leave behind, and anything else is the secret itself. A reference is the whole
 * text or no reference.
 */
public final class Secrets {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(env|file|credential):([^{}]+)}");
    private static final Pattern CREDENTIAL_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*");

    /** Set by systemd to the folder of what {@code LoadCredential=} loaded, systemd.exec(5). */
    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";

    private static final int LARGEST_FILE = 64 * 1024;

    private final Map<String, String> environment;
    private final Path folder;
    private final Map<Path, Secret> unwritten;

    /**
     * Reads from these places.
     *
     * @param environment variables by name
     * @param folder what relative paths are relative to
     */
    public Secrets(Map<String, String> environment, Path folder) {
        this(environment, folder, Map.of());
    }

    /**
     * Reads from these places, as if some files had been written already.
     *
     * @param unwritten what is taken for the content of these files, by absolute and normal path
     */
    public Secrets(Map<String, String> environment, Path folder, Map<Path, Secret> unwritten) {
        this.environment = Map.copyOf(environment);
        this.folder = folder;
        this.unwritten = Map.copyOf(unwritten);
    }

    /** Whether a text refers to a secret instead of being one. */
    public static boolean refers(String text) {
        return REFERENCE.matcher(text.strip()).matches();
    }

    /** Follows a reference. A secret of a file can be read again after it was exchanged: {@link Secret#renewed}. */
    public Credential resolve(String text) {
        Matcher reference = REFERENCE.matcher(text.strip());
        if (!reference.matches()) {
            return text.contains("${") ? malformed() : literal(text);
        }
        String place = reference.group(2).strip();
        return switch (reference.group(1)) {
            case "env" -> variable(place);
            case "credential" -> credential(place);
            default -> file(place);
        };
    }

    /** Where a text leads to, in words such as {@code environment variable X}; empty if it is the secret itself. */
    public static Optional<String> origin(String text) {
        Matcher reference = REFERENCE.matcher(text.strip());
        if (!reference.matches()) {
            return Optional.empty();
        }
        String place = reference.group(2).strip();
        return Optional.of((reference.group(1).equals("env") ? "environment variable " : "file ") + place);
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

    private Credential credential(String name) {
        String given = environment.get(CREDENTIALS);
        if (given == null || given.isEmpty()) {
            return new Credential.Missing(
                    "the credential " + name + ", but nobody set " + CREDENTIALS,
                    "start ADSync by its service unit or its package's command, or set it to a folder of secrets");
        }
        return CREDENTIAL_NAME.matcher(name).matches()
                ? file(Path.of(given, name).toString())
                : new Credential.Missing("a credential's name that is none", "write ${credential:name}");
    }

    private Credential file(String place) {
        try {
            Path path = folder.resolve(place);
            Secret coming = unwritten.get(path.toAbsolutePath().normalize());
            if (coming != null) {
                return new Credential.Found(coming, "");
            }
            if (!Files.isRegularFile(path)) {
                return Files.exists(path) || Files.notExists(path)
                        ? missing(place, "which is no file", "create it")
                        : unreadable(place);
            }
            if (Files.size(path) > LARGEST_FILE) {
                return missing(place, "which is larger than 64 KiB", "keep nothing but the secret in it");
            }
            String text = withoutLineEnd(decoded(Files.readAllBytes(path)));
            return text.isEmpty()
                    ? missing(place, "which is empty", "put the secret into it")
                    : new Credential.Found(
                            Secret.of(text, () -> again(place)), worldReadable(path) ? readableByAll(place) : "");
        } catch (CharacterCodingException e) {
            return missing(place, "which is not text in UTF-8", "write the secret as UTF-8");
        } catch (IOException e) {
            return unreadable(place);
        } catch (InvalidPathException e) {
            return new Credential.Missing("a file name that is none", "write ${file:/path}");
        }
    }

    /** What the file has now; while it is being exchanged it may be missing or empty. */
    private Optional<String> again(String place) {
        return file(place) instanceof Credential.Found found
                ? Optional.of(found.secret().reveal())
                : Optional.empty();
    }

    private static Credential missing(String place, String cause, String remedy) {
        return new Credential.Missing("the file " + place + ", " + cause, remedy);
    }

    private static Credential unreadable(String place) {
        return missing(
                place,
                "which the account " + System.getProperty("user.name") + " cannot read",
                "let it read the file and enter its folder");
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
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        return view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ);
    }
}
