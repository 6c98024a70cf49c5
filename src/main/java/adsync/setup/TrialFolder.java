package adsync.setup;

import adsync.config.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Certificates that are not saved yet, in a folder for as long as they are tried. */
final class TrialFolder implements AutoCloseable {

    private static final String NAME = "adsync-trust";

    private static final Pattern NAMED = Pattern.compile(" (in|at) [^;]*" + NAME + "[^;]*?\\.pem");

    private final List<Path> made = new ArrayList<>();

    /** Makes the draft name them there. */
    void place(Draft draft, NewFiles files) throws IOException {
        for (Map.Entry<String, NewFiles.NewFile> entry : files.all().entrySet()) {
            if (!entry.getValue().secret()) {
                Path copy = Files.createTempFile(NAME, ".pem");
                made.add(copy);
                Files.writeString(copy, entry.getValue().content().reveal());
                draft.set(entry.getKey(), copy.toString());
            }
        }
    }

    /** A sentence about one of them; nobody has given it the name that it has there. */
    static String unnamed(String text) {
        return NAMED.matcher(text).replaceAll(" in what was given");
    }

    @Override
    public void close() throws IOException {
        for (Path path : made) {
            Files.deleteIfExists(path);
        }
    }
}
