package adsync.setup;

import adsync.config.Draft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Certificates that are not saved yet, in a folder for as long as they are tried. */
final class TrialFolder implements AutoCloseable {

    private final List<Path> made = new ArrayList<>();

    /** Makes the draft name them there. */
    void place(Draft draft, NewFiles files) throws IOException {
        for (Map.Entry<String, NewFiles.NewFile> entry : files.all().entrySet()) {
            if (!entry.getValue().secret()) {
                Path copy = Files.createTempFile("adsync-trust", ".pem");
                made.add(copy);
                Files.writeString(copy, entry.getValue().content().reveal());
                draft.set(entry.getKey(), copy.toString());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (Path path : made) {
            Files.deleteIfExists(path);
        }
    }
}
