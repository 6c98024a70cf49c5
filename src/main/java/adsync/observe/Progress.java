package adsync.observe;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How far something is, for whoever waits for it: told by whoever does it, part after part. Safe for any thread. */
public final class Progress implements Supplier<Progress.State> {

    private volatile Supplier<State> part = () -> State.of("");

    /**
     * A moment of it.
     *
     * @param doing what is done, in a few words
     * @param done how much of it; zero while that is not known
     * @param total of how much; zero if nobody knows
     */
    public record State(String doing, long done, long total) {

        /** Something of which nobody knows how far it is. */
        public static State of(String doing) {
            return new State(doing, 0, 0);
        }
    }

    /** From now on this is done. */
    public void begin(String doing, LongSupplier done, long total) {
        part = () -> new State(doing, done.getAsLong(), total);
    }

    /** From now on it is told like this; asked from any thread. */
    public void begin(Supplier<State> told) {
        part = told;
    }

    @Override
    public State get() {
        return part.get();
    }
}
