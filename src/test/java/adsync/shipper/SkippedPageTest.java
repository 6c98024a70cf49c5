package adsync.shipper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import adsync.change.Origin;
import adsync.directory.DirectoryException;
import adsync.journal.Comparison;
import adsync.shipper.Whereabouts.Standing;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A question that failed in the middle of a page. */
class SkippedPageTest extends ShipperFixture {

    @Test
    void the_page_is_compared_when_the_directory_answers_again() {
        Provider provider = provider();
        hired(person(1, "ada"));
        ship(provider);
        whereabouts.put(guid(11), Standing.DELETED);
        accounts.stranger("gone@example.com", guid(11).toString());
        var comparing = new Comparing(
                journal,
                provider,
                new AccountComparison(mapping(), provider::takes, absences),
                new OrphanSearch(whereabouts, retention, clock),
                new ComparisonState(meters),
                clock);
        Comparison now = Comparison.begin(1, true, false, false, clock.instant());
        journal.comparisons()
                .compared(now, Map.of(), Set.of(), new Origin("", 0, clock.instant()))
                .await();
        Comparison begun = now;
        whereabouts.silent(true);
        assertThatThrownBy(() -> comparing.step(begun)).isInstanceOf(DirectoryException.class);
        whereabouts.silent(false);

        while (!now.over()) {
            now = comparing.step(now);
        }

        assertThat(now.refusal()).isEmpty();
        assertThat(now.findings().listed()).isEqualTo(2);
        assertThat(now.findings().orphaned()).isEqualTo(1);
    }
}
