package adsync.bench;

import adsync.embedded.EmbeddedDirectory;
import java.io.IOException;
import java.nio.file.Path;

/** An embedded directory with many people in a process of its own: prints where it is, and ends when its input does. */
final class DirectoryMain {

    private DirectoryMain() {}

    /** Takes how many people there are, and a folder for the certificate. */
    public static void main(String[] arguments) throws IOException {
        try (var directory = EmbeddedDirectory.start()) {
            directory.seedPeople(Integer.parseInt(arguments[0]));
            System.out.println(
                    Place.of(directory, Path.of(arguments[1])).toJson().encode());
            while (System.in.read() >= 0) {
                // Nothing is said to it: the end is all it waits for.
            }
        }
    }
}
