package adsync.app;

import adsync.listener.ListenerHealth;
import adsync.observe.Progress;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How far a preview has read: the directory and the provider at once, since it needs both.
 *
 * @param copied how many accounts of the provider are read
 * @param accounts how many there are
 */
record PreviewReading(List<ListenerHealth> listeners, LongSupplier copied, long accounts)
        implements Supplier<Progress.State> {

    PreviewReading {
        listeners = List.copyOf(listeners);
    }

    @Override
    public Progress.State get() {
        long done = copied.getAsLong();
        long total = accounts;
        for (ListenerHealth listener : listeners) {
            done += listener.enumerated();
            total += listener.expected();
        }
        return new Progress.State("reading directory and provider", done, total);
    }
}
