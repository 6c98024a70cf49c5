package adsync.bench;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one round of one row measured. */
final class Round {

    private final String row;
    private final String unit;
    private final Map<String, Double> figures = new LinkedHashMap<>();

    /**
     * With what the service reached.
     *
     * @param row what was measured; equal in all rounds
     * @param unit of the figure and of its baseline
     */
    Round(String row, String unit, double reached) {
        this.row = row;
        this.unit = unit;
        figures.put("service", reached);
    }

    /** The baseline of the same round; the ratio follows. */
    void baseline(double bare, double reached) {
        figures.put("baseline", bare);
        figures.put("ratio", reached / bare);
    }

    /** Another figure, named with its unit. */
    void more(String name, double value) {
        figures.put(name, value);
    }

    String row() {
        return row;
    }

    String unit() {
        return unit;
    }

    Map<String, Double> figures() {
        return figures;
    }
}
