package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the Java server, and what is about the journal rather than about a server. */
class SdkFaultsIT extends ProviderFaultsSuite {

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Test
    void an_outage_costs_one_row_an_object_and_is_made_up_for_without_anybody() throws LDAPException {
        List<String> people = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            people.add(hire(person(), root));
        }
        Service service = startAt(proxy.url());
        await().atMost(PATIENTLY).until(() -> service.statistics().links() == 250);
        awaitQuiet(service);

        proxy.refuse();
        for (int change = 0; change < 5000; change++) {
            replace(people.get(change % people.size()), "title", "Title " + change);
        }
        await().atMost(PATIENTLY).until(() -> service.statistics().outbox() == 250);
        assertThat(service.ready().getString("state")).isEqualTo("down");
        assertThat(service.ready().encode()).contains("Nothing is lost");
        proxy.heal();

        await().atMost(PATIENTLY).until(() -> service.statistics().outbox() == 0);
        assertThat(Comparison.differences(administrator, root, provider.users()))
                .isEmpty();
        assertThat(service.statistics().parked()).isZero();
    }
}
