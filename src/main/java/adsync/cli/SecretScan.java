package adsync.cli;

import adsync.config.EffectiveConfiguration;
import adsync.control.ControlFile;
import adsync.scim.ScimOptions.BasicLogin;
import io.vertx.core.json.Json;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Looks for secrets in what is to leave this machine: those that are known, in every form they are sent in, and keys of any kind. */
final class SecretScan {

    /** Shorter ones are found everywhere by chance. */
    private static final int SHORTEST = 4;

    private static final int LONGEST_KEY_FILE = 64 * 1024;
    private static final int KEY_LINE = 32;
    private static final int DEPTH = 3;

    private static final Pattern KEY = Pattern.compile(
            "-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----" // PEM
                    + "|\"(?:d|k)\"\\s*:\\s*\"[A-Za-z0-9_-]{20,}\"" // a private or symmetric JSON Web Key
                    + "|(?i:(?:bearer|basic)\\s+[A-Za-z0-9._~+/-]{16,}=*)"); // a header with a login

    private final Set<String> known = new TreeSet<>();

    private SecretScan() {}

    /** With all secrets of a configuration and of its state folder. */
    static SecretScan of(EffectiveConfiguration effective) throws IOException {
        var scan = new SecretScan();
        effective.secrets().forEach(secret -> scan.add(secret.reveal()));
        if (effective.configuration().provider().login() instanceof BasicLogin login) {
            String pair = login.user() + ":" + login.password().reveal();
            scan.known.add(base64(pair));
        }
        Path state = effective.configuration().state();
        ControlFile.read(state).ifPresent(control -> scan.add(control.token()));
        if (Files.isDirectory(state)) {
            try (Stream<Path> files = Files.walk(state, DEPTH)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    scan.addKey(file);
                }
            }
        }
        return scan;
    }

    private void add(String secret) {
        Stream.of(
                        secret,
                        secret.strip(),
                        base64(secret),
                        URLEncoder.encode(secret, StandardCharsets.UTF_8),
                        Json.encode(secret).replaceAll("^\"|\"$", ""))
                .filter(form -> form.length() >= SHORTEST)
                .forEach(known::add);
    }

    private static String base64(String text) {
        return Base64.getEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Its lines, since the beginning that says what it is may be cut off. */
    private void addKey(Path file) throws IOException {
        if (Files.size(file) > LONGEST_KEY_FILE) {
            return;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (text.contains("PRIVATE KEY-----")) {
            text.lines()
                    .filter(line -> line.length() >= KEY_LINE && !line.startsWith("-----"))
                    .forEach(known::add);
        }
    }

    /**
     * Where a secret stands.
     *
     * @return the line, counted from 1, and what kind of secret it is; never the secret; empty if there is none
     */
    Optional<String> find(byte[] content) {
        List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number);
            if (known.stream().anyMatch(line::contains)) {
                return Optional.of("line " + (number + 1) + " has a secret of this configuration");
            }
            Matcher key = KEY.matcher(line);
            if (key.find()) {
                return Optional.of("line " + (number + 1) + " looks like a key or a login");
            }
        }
        return Optional.empty();
    }
}
