package adsync.simulation;

/** The program behind {@code scripts/simulate}, which says how it is called. */
final class Simulate {

    private static final int TOLD_EVERY = 500;

    private Simulate() {}

    /** Takes the first seed and how many. A single one tells what happened. */
    public static void main(String[] arguments) {
        long seed = Long.parseLong(arguments[0]);
        long schedules = Long.parseLong(arguments[1]);
        boolean well = true;
        long begun = System.nanoTime();
        try {
            if (schedules == 1) {
                single(seed);
            } else {
                SideBySide.run(seed, schedules, ended -> tell(ended, schedules));
            }
        } catch (AssertionError e) {
            System.out.println(e.getMessage());
            well = false;
        }
        if (well) {
            double seconds = (System.nanoTime() - begun) / 1e9;
            System.out.println("%d schedules from seed %d ended well, in %.0f s".formatted(schedules, seed, seconds));
        }
        System.exit(well ? 0 : 1);
    }

    private static void single(long seed) {
        try (var schedules = new Schedules()) {
            schedules.run(seed).forEach(System.out::println);
        }
    }

    private static void tell(long ended, long of) {
        if (ended % TOLD_EVERY == 0) {
            System.out.println(ended + " of " + of);
        }
    }
}
