package adsync.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A disk of a few megabytes, in memory, that can be filled. Needs the right to mount; a test without it is skipped. */
public final class SmallDisk implements AutoCloseable {

    private static final int BLOCK = 4096;

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one.
     *
     * @param folder where; it is there and empty
     * @param size in kilobytes with {@code k}, in megabytes with {@code m}
     */
    public static SmallDisk at(Path folder, String size) throws IOException {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder.toString());
        assumeTrue(mounted, "mounting is not permitted here");
        return new SmallDisk(folder);
    }

    /** Fills it to the last block. */
    public void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            byte[] block = new byte[BLOCK];
            while (Files.getFileStore(folder).getUsableSpace() > 0) {
                out.write(block);
            }
        }
    }

    /** Makes room again. */
    public void empty() throws IOException {
        Files.delete(ballast());
    }

    /** Gives it another size. */
    public void resize(String size) throws IOException {
        remount("size=" + size);
    }

    /** From now on it is read-only. */
    public void protect() throws IOException {
        remount("ro");
    }

    private void remount(String option) throws IOException {
        if (!run("mount", "-o", "remount," + option, folder.toString())) {
            throw new IOException(folder + " cannot be mounted again with " + option);
        }
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    private static boolean run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        try {
            return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Unmounts it; what was on it is gone. */
    @Override
    public void close() {
        await("nobody uses " + folder).until(() -> run("umount", folder.toString()));
    }
}
