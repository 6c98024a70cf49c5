package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Filetime;
import adsync.journal.ChangeSettled.Outcome;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** However a password of a known user ends, the audit log and the desk can tell of it, and nothing of what was sealed. */
class PasswordAuditTest extends PasswordFixture {

    private long before;

    @BeforeEach
    void ada() {
        ada("0");
        acknowledge(claimOne());
        before = journal().audit(0, 100).await().getLast().sequence();
    }

    private List<AuditRecord> records() {
        return journal().audit(before, 100).await();
    }

    @Test
    void what_was_shipped_dropped_or_given_up_is_recorded() {
        receive(event("a", NOON));
        receive(event("b", NOON.plusSeconds(1)));
        passwords()
                .settle(
                        List.of(new PasswordSettlement.Ended(
                                due().getFirst(), PasswordEnd.EXPIRED, "it could not be shipped within 7 days")),
                        NOON)
                .await();
        receive(event("c", NOON.plusSeconds(2)));
        end(due().getFirst(), PasswordEnd.ACKNOWLEDGED);
        receive(event("d", NOON.plusSeconds(1)));
        receive(new ReceivedPassword("e", ADA, Filetime.of(NOON), null, "overflow"));

        assertThat(records())
                .extracting(
                        one -> one.correlationId().value(),
                        one -> one.answer().outcome(),
                        one -> one.answer().detail())
                .containsExactly(
                        tuple("a", Outcome.SUPERSEDED, "superseded"),
                        tuple("b", Outcome.DROPPED, "expired: it could not be shipped within 7 days"),
                        tuple("c", Outcome.SHIPPED, ""),
                        tuple("d", Outcome.DROPPED, "stale: the provider has a newer password"),
                        tuple("e", Outcome.DROPPED, "missed: overflow"));
        assertThat(records()).allSatisfy(record -> {
            assertThat(record.kind()).isEqualTo("password");
            assertThat(record.objectGuid()).isEqualTo(Pages.guid(10));
            assertThat(record.dn()).startsWith("CN=Person 10,");
            assertThat(record.origin().domainController()).isEqualTo("DC1.example.com");
            assertThat(record.toString()).doesNotContain("sealed");
        });
    }

    @Test
    void one_that_ended_while_it_was_under_way_is_recorded_once() {
        receive(event("a", NOON));
        WaitingPassword underWay = due().getFirst();
        receive(event("b", NOON.plusSeconds(1)));

        end(underWay, PasswordEnd.ACKNOWLEDGED);

        assertThat(records()).extracting(one -> one.answer().outcome()).containsExactly(Outcome.SUPERSEDED);
    }

    @Test
    void of_somebody_who_left_it_is_recorded_too_and_of_nobody_known_it_is_not() {
        commit(Pages.page().left("l", Pages.guid(10)));
        receive(event("a", NOON));
        passwords()
                .receive(
                        controller,
                        List.of(new ReceivedPassword("x", "S-1-5-21-9-9-9-1", Filetime.of(NOON), null, "overflow")),
                        NOON)
                .await();

        assertThat(records())
                .filteredOn(one -> one.kind().equals("password"))
                .singleElement()
                .satisfies(one -> assertThat(one.answer().detail()).startsWith("out_of_scope: "));
    }

    @Test
    void what_came_of_a_users_passwords_is_told_the_newest_first() {
        receive(event("a", NOON));
        end(due().getFirst(), PasswordEnd.REJECTED);
        receive(event("b", NOON.plusSeconds(1)));

        assertThat(passwords().of(Pages.guid(10), 10).await())
                .extracting(PasswordEvent::id, PasswordEvent::end, PasswordEvent::controller)
                .containsExactly(
                        tuple("b", Optional.empty(), "DC1.example.com"),
                        tuple("a", Optional.of(PasswordEnd.REJECTED), "DC1.example.com"));
        assertThat(passwords().of(Pages.guid(10), 1).await()).hasSize(1);
        assertThat(passwords().of(Pages.guid(11), 10).await()).isEmpty();
    }
}
