package adsync.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A Windows of its own, as far as wine has it: the programs of the Windows source run here. They are built if they are missing. All
 * methods block.
 */
public final class WineMachine implements AutoCloseable {

    private static final Path SCRIPT = Path.of("scripts", "build-windows").toAbsolutePath();
    private static final Path BUILT = Path.of("target", "windows").toAbsolutePath();
    private static final int OLD_WINE = 10;

    private final Path folder;
    private final Path prefix;
    private final Path programs;
    private final Thread atExit = new Thread(this::end, "wine-exit");

    private WineMachine(Path folder) {
        this.folder = folder;
        this.prefix = folder.resolve("prefix");
        this.programs = folder.resolve("programs");
    }

    /** Starts one that keeps all it has in a folder. */
    public static WineMachine start(Path folder) throws IOException, InterruptedException {
        run(new ProcessBuilder(SCRIPT.toString(), "lab").inheritIO().redirectOutput(ProcessBuilder.Redirect.DISCARD));
        var machine = new WineMachine(Files.createDirectories(folder));
        Files.createDirectories(machine.prefix);
        Files.createDirectories(machine.programs);
        for (String name : List.of("adsync-courier.exe", "pwc1.dll", "lab/harness.exe", "lab/bcrypX.dll")) {
            Path from = BUILT.resolve(name);
            Files.copy(from, machine.programs.resolve(from.getFileName()));
        }
        Runtime.getRuntime().addShutdownHook(machine.atExit);
        machine.server("-p"); // stays until the end: starting it anew costs seconds
        machine.run("cmd", "/c", "exit"); // makes the prefix
        machine.standIn();
        return machine;
    }

    /** Wine 8 lacks parts of CNG, see {@code src/test/c/standin.c}: there the package gets them from the stand-in. */
    private void standIn() throws IOException, InterruptedException {
        Path said = folder.resolve("version");
        run(wine(List.of("--version")).redirectOutput(said.toFile()));
        int version = Integer.parseInt(Files.readString(said).replaceAll("(?s)wine-(\\d+).*", "$1"));
        if (version < OLD_WINE) {
            Path dll = programs.resolve("pwc1.dll");
            String octets = Files.readString(dll, ISO_8859_1).replace("bcrypt.dll\0", "bcrypX.dll\0");
            Files.writeString(dll, octets, ISO_8859_1);
        }
    }

    /** A file as programs see it. */
    public static String inside(Path path) {
        return "Z:" + path.toAbsolutePath().toString().replace('/', '\\');
    }

    /** One of the programs, as programs see it. */
    public String program(String name) {
        return inside(programs.resolve(name));
    }

    /** Starts a program; the caller ends it. */
    public Process start(String program, String... arguments) throws IOException {
        return wine(line(program, arguments))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("started.log").toFile()))
                .start();
    }

    /** Runs a program to its end. */
    public void run(String program, String... arguments) throws IOException, InterruptedException {
        run(wine(line(program, arguments))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("run.log").toFile())));
    }

    private static List<String> line(String program, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(List.of(arguments));
        return line;
    }

    /** Sets values of a key: texts, numbers and octets. */
    public void registry(String key, Map<String, Object> values) throws IOException, InterruptedException {
        StringBuilder text = new StringBuilder("\uFEFFWindows Registry Editor Version 5.00\n\n[" + key + "]\n");
        values.forEach((name, value) ->
                text.append('"').append(name).append("\"=").append(value(value)).append('\n'));
        Path file = Files.writeString(folder.resolve("values.reg"), text, UTF_16LE);
        run("regedit", "/S", inside(file));
    }

    /** Removes a key. */
    public void forget(String key) throws IOException, InterruptedException {
        registry("-" + key, Map.of());
    }

    private static String value(Object value) {
        return switch (value) {
            case Integer number -> "dword:%08x".formatted(number);
            case byte[] octets -> "hex:" + HexFormat.ofDelimiter(",").formatHex(octets);
            default -> "\"" + value.toString().replace("\\", "\\\\") + "\"";
        };
    }

    private ProcessBuilder wine(List<String> words) {
        List<String> command = new ArrayList<>(List.of("wine"));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "WINEPREFIX", prefix.toString(),
                        "WINEDEBUG", "-all",
                        "WINEDLLOVERRIDES", "mscoree,mshtml=",
                        "HOME", prefix.toString(),
                        "PATH", "/usr/sbin:/usr/bin:/sbin:/bin",
                        "LANG", "C.UTF-8"));
        return builder;
    }

    private void server(String argument) throws IOException, InterruptedException {
        ProcessBuilder builder = wine(List.of());
        builder.command(List.of("wineserver", argument)).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.start().waitFor(1, TimeUnit.MINUTES);
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.redirectInput(
                        ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException(builder.command() + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException(builder.command() + " ended with " + process.exitValue());
        }
    }

    /**
     * Ends all that runs in it, and starts it anew. A program that is killed while it sends can leave its socket with wine's server,
     * which looks at it without rest from then on.
     */
    public void restart() throws IOException, InterruptedException {
        server("-k");
        server("-p");
    }

    /** Ends all that runs in it. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        try {
            server("-k");
        } catch (IOException e) {
            throw new IllegalStateException("wineserver", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
