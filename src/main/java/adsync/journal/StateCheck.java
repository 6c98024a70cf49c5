package adsync.journal;

import adsync.observe.CheckStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a start could use a state folder. Nothing is left behind, and a service that runs there is not disturbed. */
final class StateCheck {

    private static final String STEP = "state";

    /** A journal needs room for what is being written before it gives room back. */
    private static final long LEAST_ROOM = 16L << 20;

    private static final int KILOBYTE = 1024;

    private StateCheck() {}

    static CheckStep of(Path state) {
        try {
            Path there = existing(state);
            Optional<String> cause = unusable(state, there);
            if (cause.isPresent()) {
                return CheckStep.failed(STEP, "The state folder " + state + " " + cause.get(), StateFolder.OTHER);
            }
            long room = Disk.room(there);
            if (room < LEAST_ROOM) {
                return CheckStep.failed(
                        STEP,
                        "The disk of the state folder " + state + " has only " + room / KILOBYTE + " KB left",
                        "make room there, or name a folder on another disk in state");
            }
            return CheckStep.passed(
                    STEP,
                    state + (there.equals(state) ? " can be used, " : " can be created, ") + room / KILOBYTE / KILOBYTE
                            + " MB are free");
        } catch (IOException e) {
            return CheckStep.failed(
                    STEP, "The state folder " + state + " cannot be examined: " + e.getMessage(), StateFolder.OTHER);
        }
    }

    /** The folder itself, or the nearest one above it in which it would be made. */
    private static Path existing(Path state) throws IOException {
        Path there = state;
        while (!Files.exists(there)) {
            there = there.getParent();
            if (there == null) {
                throw new IOException("nothing of it exists");
            }
        }
        return there;
    }

    private static Optional<String> unusable(Path state, Path there) {
        boolean made = !there.equals(state);
        if (!Files.isDirectory(there)) {
            return Optional.of(made ? "cannot be created" : "is not a folder");
        }
        if (!takesFiles(there)) {
            return Optional.of(made ? "cannot be created" : "is not writable");
        }
        Optional<String> network = Disk.network(there);
        if (network.isPresent()) {
            return network.map(StateFolder::onNetwork);
        }
        return !made && StateFolder.ofAnotherAccount(state)
                ? Optional.of("holds files of another account")
                : Optional.empty();
    }

    /** Only doing it tells: permissions say nothing of what is mounted read-only, or of what is no disk at all. */
    private static boolean takesFiles(Path folder) {
        try {
            Files.delete(Files.createTempFile(folder, ".adsync-", ".check"));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
