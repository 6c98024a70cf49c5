package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a recycle bin, whoever is restored is nobody's manager any more, and nobody tells of the reports. */
class ReferrersTest extends ListenerFixture {

    private static final String MANAGER = "manager";

    @ParameterizedTest
    @ValueSource(ints = {3, 1100})
    void the_reports_of_who_is_restored_are_read_anew_some_at_a_time(int count) {
        ObjectGuid boss = domain().user("boss", domain().root());
        List<ObjectGuid> reports = new ArrayList<>();
        for (int report = 0; report < count; report++) {
            ObjectGuid guid = domain().user("report" + report, domain().root());
            domain().set(guid, MANAGER, boss.toString());
            reports.add(guid);
        }
        outboxLimit(10_000);
        startAndFollow();
        eventually(() -> reports.stream().allMatch(this::present));
        shipWithAccounts();
        domain().delete(boss);
        domain().ring();
        eventually(() -> !present(boss));
        domain().rights().lose(MANAGER);
        long before = domain().count("read");

        domain().restore(boss);
        domain().ring();

        eventually(() -> reports.stream().noneMatch(this::managed));
        assertThat(domain().count("read") - before).isGreaterThanOrEqualTo(1 + count / 500);
    }

    private boolean managed(ObjectGuid report) {
        return !shadow(report).orElseThrow().image().values(MANAGER).isEmpty();
    }
}
