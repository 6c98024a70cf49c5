package adsync.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name may have been meant as. Pure. */
public final class NearestName {

    /** Longer names are not compared: nobody misspells them, and comparing costs the product of the lengths. */
    private static final int LONGEST = 100;

    private NearestName() {}

    /** The name that is nearest to a wrong one; empty if none is near. */
    public static Optional<String> of(String wrong, Collection<String> names) {
        if (wrong.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = wrong.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= tolerance(name))
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
    }

    private static int tolerance(String name) {
        return 1 + name.length() / 5;
    }

    /** How many letters must be added, removed, exchanged or swapped with their neighbour (optimal string alignment). */
    private static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int row = 0; row <= one.length(); row++) {
            for (int column = 0; column <= other.length(); column++) {
                steps[row][column] = row == 0 || column == 0 ? row + column : least(steps, one, other, row, column);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int least(int[][] steps, String one, String other, int row, int column) {
        int exchange = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        int least = Math.min(
                Math.min(steps[row - 1][column], steps[row][column - 1]) + 1, steps[row - 1][column - 1] + exchange);
        boolean swapped = row > 1
                && column > 1
                && one.charAt(row - 1) == other.charAt(column - 2)
                && one.charAt(row - 2) == other.charAt(column - 1);
        return swapped ? Math.min(least, steps[row - 2][column - 2] + 1) : least;
    }
}
