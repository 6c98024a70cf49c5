package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.e2e.SambaSuite;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import adsync.testing.TcpProxy;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The first load comes to a halt in the middle of what the domain controller answered, and people come, change and go meanwhile. */
class RestlessLoadIT extends SambaSuite {

    private static final int LDAP_PORT = 389;
    private static final int PEOPLE = 240;

    /** Of so many people, one changes and one goes, and one comes. */
    private static final int OF_WHOM = 12;

    /** More than is said before the people, and less than all of them come to. */
    private static final int OCTETS = 1 << 16;

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Test
    void who_comes_changes_or_goes_meanwhile_is_at_the_provider_as_in_the_directory() throws LDAPException {
        List<String> people = new ArrayList<>();
        for (int person = 0; person < PEOPLE; person++) {
            people.add(hire(person(), root));
        }
        try (TcpProxy way = TcpProxy.before(samba.address(), LDAP_PORT)) {
            way.silenceAfter(OCTETS);
            try (Service service = Service.start(through(way))) {
                await().atMost(SOON).until(way::silent);
                assertThat(service.phase()).isEqualTo("enumerating");
                for (int first = 0; first < PEOPLE; first += OF_WHOM) {
                    replace(people.get(first), "title", "Director " + first);
                    administrator.delete(people.get(first + 1));
                    hire(person(), root);
                }

                way.heal();

                await().atMost(SOON).until(() -> "following".equals(service.phase()));
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(Comparison.differences(administrator, root, provider.users()))
                                .isEmpty());
                assertThat(service.meter("adsync_listener_enumerations_total")).isEqualTo(1);
            }
        }
    }

    private Path through(TcpProxy way) {
        String keys = """
                servers: ["ldap://127.0.0.1:%d"]
                allowClearText: true
                root: "%s"
                user: %s
                password: %s
                poll: %s
                """.formatted(way.port(), root, samba.directoryUserUpn(), samba.password(), poll());
        return Service.configuration(folder, keys, provider, provider.url(), guard());
    }
}
