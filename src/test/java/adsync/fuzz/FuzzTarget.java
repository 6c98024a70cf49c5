package adsync.fuzz;

import org.jspecify.annotations.Nullable;

/** What Jazzer calls; it finds the methods by their names. See {@code scripts/fuzz}. */
public final class FuzzTarget {

    private static @Nullable Surface surface;

    private FuzzTarget() {}

    /**
     * Chooses the surface.
     *
     * @param arguments its name
     */
    public static void fuzzerInitialize(String[] arguments) {
        surface = Surfaces.of(arguments[0]).open();
    }

    /** Takes one input. */
    public static void fuzzerTestOneInput(byte[] octets) {
        Surface chosen = surface;
        if (chosen == null) {
            throw new IllegalStateException("no target was chosen");
        }
        Budget.spend(chosen, Stretch.of(octets));
    }
}
