package adsync.setup;

import adsync.config.ConfigurationException;
import adsync.observe.Progress;
import adsync.setup.Forecaster.Forecast;
import adsync.shipper.Rehearsed;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One preview and what it found, one account or group a line, in a temporary file: it may be as large as the directory. For any thread; one
 * preview is made at a time.
 */
final class PreviewRun implements AutoCloseable {

    private @Nullable Path file;
    private long told;
    private boolean running;
    private boolean stale;
    private Progress progress = new Progress();
    private @Nullable Forecast forecast;
    private @Nullable String failure;

    /** Whether it may begin; it has then. */
    synchronized boolean begin() {
        if (running) {
            return false;
        }
        running = true;
        told = 0;
        progress = new Progress();
        forecast = null;
        failure = null;
        return true;
    }

    /** As if there had been none; one that is being made goes to its end, and is forgotten then. */
    synchronized void forget() {
        stale = running;
        forecast = null;
        failure = null;
    }

    /** Whether there is one. */
    synchronized boolean made() {
        return forecast != null;
    }

    /** Why there is none although it was tried. */
    synchronized Optional<String> refusal() {
        return Optional.ofNullable(failure);
    }

    /** Makes it. Blocks; a failure is an answer, too. */
    void make(BiFunction<Consumer<Rehearsed>, Progress, Forecast> forecaster) {
        Forecast found = null;
        String cause = null;
        try (BufferedWriter lines = Files.newBufferedWriter(file())) {
            found = forecaster.apply(one -> write(lines, one), progress());
        } catch (ConfigurationException e) {
            cause = "the answers are not complete: " + e.problems().getFirst().text();
        } catch (IOException | RuntimeException e) {
            cause = String.valueOf(e.getMessage());
        }
        synchronized (this) {
            running = false;
            forecast = stale ? null : found;
            failure = stale ? null : cause;
            stale = false;
        }
    }

    private void write(BufferedWriter lines, Rehearsed one) {
        try {
            lines.write(ForecastJson.line(one).encode());
            lines.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("the preview has no room on the disk: " + e.getMessage(), e);
        }
        synchronized (this) {
            told++;
        }
    }

    /** Only who makes a preview has the file. */
    private synchronized Path file() throws IOException {
        if (file == null) {
            file = Files.createTempFile("adsync-preview", ".jsonl"); // for this account only
        }
        return file;
    }

    private synchronized Progress progress() {
        return progress;
    }

    /** How far it is, and its numbers once it is done. */
    synchronized JsonObject status() {
        Forecast found = forecast;
        String cause = failure;
        JsonObject status = new JsonObject().put("told", told);
        if (running) {
            Progress.State now = progress.get();
            return status.put("state", "running")
                    .put("doing", now.doing())
                    .put("done", now.done())
                    .put("total", now.total());
        }
        if (cause != null) {
            return status.put("state", "failed").put("cause", cause);
        }
        return found == null
                ? status.put("state", "none")
                : status.put("state", "done").put("summary", ForecastJson.summary(found));
    }

    /**
     * Accounts and groups of it.
     *
     * @param text that their name or distinguished name contains, in any case; empty for all
     * @param kind what happens to them; empty for all
     */
    JsonObject find(String text, String kind, int offset, int limit) {
        synchronized (this) {
            if (running || forecast == null) {
                return new JsonObject().put("accounts", new JsonArray()).put("total", 0);
            }
        }
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        JsonArray accounts = new JsonArray();
        int total = 0;
        try (BufferedReader lines = Files.newBufferedReader(file())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject one = new JsonObject(line);
                if (matches(one, wanted, kind)) {
                    if (total >= offset && accounts.size() < limit) {
                        accounts.add(one);
                    }
                    total++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new JsonObject().put("accounts", accounts).put("total", total);
    }

    private static boolean matches(JsonObject one, String wanted, String kind) {
        String name = one.getString("userName", one.getString("displayName"));
        String names = (name + "\n" + one.getString("dn")).toLowerCase(Locale.ROOT);
        return names.contains(wanted)
                && (kind.isEmpty() || one.getJsonArray("kinds").contains(kind));
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
