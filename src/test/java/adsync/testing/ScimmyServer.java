package adsync.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A SCIM server on scimmy and Express, in a Node process of its own: another engine in another language than
 * {@link SdkScimServer}. It knows one way to log in at a time, and ends with this process even if nobody closes it.
 */
public final class ScimmyServer implements ScimServer {

    private static final Path HOME = Path.of("src", "test", "scimmy").toAbsolutePath();
    private static final long START_SECONDS = 90;
    private static final long STOP_SECONDS = 10;

    /** Which credentials it asks for. */
    public enum Login {
        BASIC,
        BEARER
    }

    private final Login login;
    private final Process process;
    private final String url;

    private ScimmyServer(Login login, Map<String, String> settings) {
        this.login = login;
        requireModules();
        process = launch(login, settings);
        try {
            url = firstLine(process);
        } catch (IllegalStateException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** With Bearer login and Bulk of up to 1,000 operations. */
    public static ScimmyServer start() {
        return start(Login.BEARER, Map.of());
    }

    /**
     * With settings of the test's own.
     *
     * @param settings environment variables as {@code server.mjs} names them: BULK, PATCH, MAXOPS, MAXPAY, RATE
     * @throws IllegalStateException if Node or its modules are missing, or the server does not come up
     */
    public static ScimmyServer start(Login login, Map<String, String> settings) {
        return new ScimmyServer(login, settings);
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String userName() {
        return "scim";
    }

    @Override
    public String password() {
        return "scim-password";
    }

    @Override
    public String token() {
        return "scim-token";
    }

    @Override
    public ScimProbe probe() {
        return new ScimProbe(
                url,
                switch (login) {
                    case BEARER -> "Bearer " + token();
                    case BASIC ->
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(
                                                (userName() + ":" + password()).getBytes(StandardCharsets.UTF_8));
                });
    }

    /** Whether the process is still there. */
    public boolean alive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static void requireModules() {
        if (!Files.isDirectory(HOME.resolve("node_modules").resolve("scimmy-routers"))) {
            throw new IllegalStateException(
                    "the scimmy server's modules are missing: run 'npm ci' in src/test/scimmy (scripts/test does)");
        }
    }

    private static Process launch(Login login, Map<String, String> settings) {
        var environment = new HashMap<>(settings);
        environment.put("AUTH", login == Login.BASIC ? "basic" : "bearer");
        environment.put("PORT", "0");
        var builder = new ProcessBuilder("node", "server.mjs")
                .directory(HOME.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("Node does not start: is it installed and on the PATH?", e);
        }
    }

    /** The base URL it prints when it listens. All it prints later is read and dropped, or it would block. */
    private static String firstLine(Process process) {
        var line = new CompletableFuture<String>();
        // Not virtual: a read from a pipe keeps its carrier, and a small machine has two.
        Thread.ofPlatform().daemon().name("scimmy-output").start(() -> drain(process, line));
        try {
            String first = line.get(START_SECONDS, TimeUnit.SECONDS);
            if (first.startsWith("http://")) {
                return first;
            }
            throw new IllegalStateException("the scimmy server did not start and said: " + first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the scimmy server started", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the scimmy server did not start within " + START_SECONDS + " s", e);
        }
    }

    private static void drain(Process process, CompletableFuture<String> firstLine) {
        try (BufferedReader output = process.inputReader()) {
            String first = output.readLine();
            firstLine.complete(first == null ? "nothing" : first);
            output.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // Reading from a process that is being destroyed fails: the end of its output all the same.
            firstLine.completeExceptionally(new UncheckedIOException(e));
        }
    }
}
