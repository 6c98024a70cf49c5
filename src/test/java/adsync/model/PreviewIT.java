package adsync.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Previews and runs of many seeds. {@code -Dadsync.preview.seeds=N} and {@code -Dadsync.preview.seed=S} choose how many and which; a
 * failure names the seed that repeats it.
 */
class PreviewIT {

    /** They wait more than they work. */
    private static final int AT_ONCE = 4;

    private final int seeds = Integer.getInteger("adsync.preview.seeds", 3);
    private final long firstSeed = Long.getLong("adsync.preview.seed", 1);

    @TempDir
    private Path folder;

    @Test
    void a_run_does_exactly_what_the_preview_said() throws Exception {
        List<Callable<Void>> all = new ArrayList<>();
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            all.add(of(seed));
        }
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Void> one : threads.invokeAll(all)) {
                one.get();
            }
        }
    }

    private Callable<Void> of(long seed) {
        return () -> {
            try (var rounds = new PreviewRounds(seed, Files.createDirectory(folder.resolve("seed-" + seed)))) {
                rounds.compare();
            }
            return null;
        };
    }
}
