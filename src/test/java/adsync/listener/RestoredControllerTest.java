package adsync.listener;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.directory.DomainController;
import adsync.journal.Checkpoint;
import adsync.journal.KnownController;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A domain controller that was restored is told by its database, whichever one was used meanwhile. */
class RestoredControllerTest extends ListenerFixture {

    private static final String FIRST = "dc1.contoso.com";
    private static final String SECOND = "dc2.contoso.com";

    @Test
    void a_domain_controller_that_was_restored_while_another_one_was_used_is_enumerated_once() {
        domain().addHost(SECOND);
        ObjectGuid ada = domain().user("ada", domain().root());
        ObjectGuid lost = domain().user("lost", domain().root());
        startAndFollow();
        stop();
        domain().down(FIRST, true);
        startAndFollow();
        domain().set(ada, "title", "President");
        domain().ring();
        eventually(() -> checkpoint().orElseThrow().domainController().equals(SECOND));
        stop();
        domain().down(FIRST, false);
        domain().down(SECOND, true);
        domain().newInvocation(FIRST);
        domain().expunge(lost); // it was made after the backup and before it was replicated

        startAndFollow();
        assertThat(enumerations("restored")).isEqualTo(1);
        eventually(() -> !present(lost));

        stop();
        startAndFollow();
        assertThat(enumerations("restored")).isZero();
    }

    @Test
    void a_journal_that_remembers_no_databases_tells_a_restored_domain_controller_by_the_checkpoint() {
        domain().user("ada", domain().root());
        startAndFollow();
        Checkpoint kept = checkpoint().orElseThrow();

        assertThat(Resumption.of(kept, unremembered(new DomainController(FIRST, new UUID(1, 1), 2000, true))))
                .isInstanceOfSatisfying(
                        Resumption.Enumerate.class,
                        anew -> assertThat(anew.reason()).isEqualTo(Resumption.Reason.RESTORED));
        assertThat(Resumption.of(kept, unremembered(new DomainController(SECOND, new UUID(2, 2), 2000, true))))
                .isInstanceOf(Resumption.Continue.class);
    }

    private Resumption.Situation unremembered(DomainController controller) {
        return new Resumption.Situation(
                controller,
                new KnownController(Optional.empty(), 0),
                checkpoint().orElseThrow().fingerprint(),
                clock().instant(),
                Duration.ofDays(60),
                false,
                false,
                false,
                Optional.empty());
    }
}
