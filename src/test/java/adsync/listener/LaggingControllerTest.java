package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.journal.Checkpoint.Phase;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A domain controller that is changed to and lacks what was read of the one before. */
class LaggingControllerTest extends ListenerFixture {

    private static final String FIRST = "dc1.contoso.com";
    private static final String SECOND = "dc2.contoso.com";

    private ObjectGuid ada;

    @BeforeEach
    void followTheFirst() {
        domain().addHost(SECOND);
        ada = domain().user("ada", domain().root());
        startAndFollow();
    }

    private void failOver(long behind) {
        domain().hosts().lag(SECOND, behind);
        domain().down(FIRST, true);
        domain().before(call -> {
            if (call.equals("usn") && domain().hosts().isDown(FIRST) && domain().count("vector") == 0) {
                throw new DirectoryException(Reason.UNREACHABLE, "the connection was cut");
            }
        });
        domain().ring();
    }

    private boolean waits() {
        return "waiting for replication".equals(status().details().get("phase"));
    }

    private double failovers(String reason) {
        var counter =
                meters().find("adsync.listener.failovers").tag("reason", reason).counter();
        return counter == null ? 0 : counter.count();
    }

    @Test
    void nothing_is_read_from_it_until_it_has_all_and_then_nothing_is_read_twice() {
        failOver(5);
        ObjectGuid bob = domain().user("bob", domain().root());
        long reads = domain().count("read");
        eventually(() -> domain().count("vector") > 2);

        assertThat(waits()).isTrue();
        assertThat(status().cause())
                .contains("dc2.contoso.com lacks changes that were read of dc1.contoso.com")
                .contains("for 10 minutes at most");
        assertThat(meter("adsync.listener.replication.behind")).isPositive();
        assertThat(domain().count("read")).isEqualTo(reads);
        assertThat(failovers("lost")).isZero();

        domain().hosts().lag(SECOND, 0);

        eventually(() -> present(bob));
        assertThat(meter("adsync.listener.replication.behind")).isZero();
        assertThat(domain().count("users")).isEqualTo(1);
        assertThat(failovers("lost")).isEqualTo(1);
        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(SECOND);
        eventually(() -> status().cause().isEmpty());
    }

    @Test
    void the_one_before_is_used_on_if_it_is_back_first() {
        failOver(5);
        eventually(this::waits);
        domain().down(FIRST, false);
        ObjectGuid bob = domain().user("bob", domain().root());

        eventually(() -> present(bob));

        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo(FIRST);
        assertThat(failovers("lost")).isZero();
        eventually(() -> status().cause().isEmpty());
    }

    @Test
    void one_that_has_all_is_used_before_one_that_lacks_something() {
        domain().addHost("dc3.contoso.com");
        failOver(5);
        ObjectGuid bob = domain().user("bob", domain().root());

        eventually(() -> present(bob));

        assertThat(checkpoint().orElseThrow().domainController()).isEqualTo("dc3.contoso.com");
    }

    @Test
    void after_ten_minutes_it_is_enumerated_and_nobody_is_gone_who_is_just_not_there_yet() {
        ObjectGuid bob = domain().user("bob", domain().root());
        ObjectGuid cyd = domain().user("cyd", domain().root());
        for (int more = 0; more < 30; more++) { // who is missing is to be few
            domain().user("more" + more, domain().root());
        }
        domain().ring();
        eventually(() -> present(bob) && present(cyd) && status().cause().isEmpty());
        failOver(5);
        domain().hide(ada, true); // she is not there yet
        domain().hide(cyd, true);
        eventually(this::waits);
        clock().advance(Duration.ofMinutes(10));

        eventually(() -> enumerations("replication") == 1);
        eventually(() -> meter("adsync.listener.unconfirmed") == 2);
        assertThat(present(ada)).isTrue();
        assertThat(status().cause()).contains("dc2.contoso.com lacks changes");
        restart();
        eventually(() -> meter("adsync.listener.unconfirmed") == 2);
        assertThat(present(ada)).isTrue();
        assertThat(checkpoint().orElseThrow().phase()).isEqualTo(Phase.SWEEPING);

        domain().hide(ada, false);
        domain().hide(cyd, false);
        domain().delete(cyd);
        domain().hosts().lag(SECOND, 0);
        clock().advance(Duration.ofHours(1));

        eventually(() -> kinds(cyd).contains("deleted"));
        eventually(this::following);
        assertThat(present(ada)).isTrue();
        assertThat(kinds(ada)).containsExactly("created");
        eventually(() -> status().cause().isEmpty());
        assertThat(enumerations("replication")).isZero();
    }
}
