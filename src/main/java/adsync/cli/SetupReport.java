package adsync.cli;

import adsync.config.KeyChange;
import adsync.observe.CheckStep;
import adsync.setup.Tried;
import java.io.PrintWriter;
import java.util.List;

/** What the set-up found, for people and for programs. */
final class SetupReport {

    private SetupReport() {}

    static void print(Tried tried, PrintWriter out) {
        for (CheckStep step : tried.steps()) {
            CheckCommand.print(step, out);
        }
        if (tried.steps().isEmpty()) {
            tried.failures().forEach(failure -> out.printf("FAILED %s: %s%n", failure.key(), failure));
        }
        out.flush();
    }

    static void print(List<KeyChange> changes, boolean editing, PrintWriter out) {
        if (changes.isEmpty()) {
            out.println("Nothing is different from the configuration that is there.");
            return;
        }
        Table table = editing ? new Table("key", "before", "after") : new Table("key", "value");
        for (KeyChange change : changes) {
            if (editing) {
                table.row(change.key(), shown(change.before()), shown(change.after()));
            } else {
                table.row(change.key(), change.after());
            }
        }
        table.print(out);
        out.flush();
    }

    private static String shown(String value) {
        return value.isEmpty() ? "-" : value;
    }
}
