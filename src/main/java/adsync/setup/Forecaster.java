package adsync.setup;

import adsync.config.Configuration;
import adsync.observe.Progress;
import adsync.shipper.RehearsalSummary;
import adsync.shipper.Rehearsed;
import java.util.List;
import java.util.function.Consumer;

/** Finds out what a start with a configuration would do, without doing it. */
public interface Forecaster {

    /**
     * Makes a preview. Blocks.
     *
     * @param told of each account and group to which something would happen
     * @param progress is told how far it is
     */
    Forecast preview(Configuration configuration, Consumer<Rehearsed> told, Progress progress);

    /**
     * A preview in numbers.
     *
     * @param warnings what makes it less certain, each in a sentence
     */
    record Forecast(RehearsalSummary summary, List<String> warnings) {
        public Forecast {
            warnings = List.copyOf(warnings);
        }
    }
}
