package adsync.cli;

import java.nio.file.Path;

/** What commands say as long as there is no configuration. */
final class Unconfigured {

    private Unconfigured() {}

    /**
     * The way on.
     *
     * @param file where the configuration will be
     * @param waits whether a service waits there for its set-up
     */
    static String message(Path file, boolean waits) {
        return "there is no configuration yet (" + file + "); "
                + (waits
                        ? "the set-up waits: adsync web prints a link to its page, adsync setup asks in this terminal"
                        : "to make it: adsync setup, or adsync setup --web for a page");
    }
}
