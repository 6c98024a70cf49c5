package adsync.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was found wrong, and what is merely unwise, while the files are read. */
final class Problems {

    private static final Comparator<Problem> BY_PLACE =
            Comparator.comparing(Problem::file).thenComparingInt(Problem::line);

    /** Nobody reads more at once, and each is as long as all that could stand there instead. */
    private static final int MOST = 100;

    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    void add(Path file, int line, String key, String text) {
        if (!enough()) {
            problems.add(new Problem(file, line, key, text));
        }
    }

    /** Whether further problems are not told. */
    boolean enough() {
        return problems.size() >= MOST;
    }

    void warn(Path file, int line, String key, String text) {
        warnings.add(new Problem(file, line, key, text));
    }

    List<Problem> warnings() {
        return warnings.stream().sorted(BY_PLACE).toList();
    }

    /** What was read; if it could not be, which is a problem, goes no further. */
    <T> T require(Optional<T> read) {
        return read.orElseGet(() -> {
            refuse();
            throw new IllegalStateException("what cannot be read is a problem");
        });
    }

    /**
     * Goes on only if nothing is wrong.
     *
     * @throws ConfigurationException with all problems
     */
    void refuse() {
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems.stream().sorted(BY_PLACE).toList());
        }
    }
}
