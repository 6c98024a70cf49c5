package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import adsync.change.Filetime;
import adsync.journal.ChangeSettled.Outcome;
import adsync.journal.ReceivedPassword.Receipt;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Whoever has the key of a domain controller may have sent what came from it. */
class StolenControllerTest extends PasswordFixture {

    private static final String BOB = "S-1-5-21-1-2-3-1105";
    private static final String LATE = "was under way when its domain controller was revoked as stolen: an answer";

    private StolenController stolen(String name) {
        return passwords().revokeStolen(name, clock().instant()).await();
    }

    private static ReceivedPassword ofBob(String id) {
        return new ReceivedPassword(id, BOB, Filetime.of(NOON), "sealed-" + id, null);
    }

    private List<AuditRecord> passwordsTold() {
        return journal().audit(0, 100).await().stream()
                .filter(one -> one.kind().equals("password"))
                .toList();
    }

    private long sealed() throws SQLException {
        try (Session session = Store.reader(state().resolve("journal.db"))) {
            return session.number("SELECT count(*) FROM password_event WHERE sealed IS NOT NULL");
        }
    }

    @Test
    void what_waits_of_it_ends_and_what_others_sent_goes_on() throws SQLException {
        ada("0");
        acknowledge(claimOne());
        receive(event("a", NOON));
        receiveElsewhere(ofBob("b"));

        assertThat(stolen("dc1.EXAMPLE.com")).isEqualTo(new StolenController(true, 1, 0));

        assertThat(passwords().controller(CERTIFICATE, NOON).await()).isEmpty();
        assertThat(sealed()).isEqualTo(1);
        assertThat(due()).extracting(WaitingPassword::id).containsExactly("b");
        assertThat(passwords().of(Pages.guid(10), 1).await())
                .extracting(PasswordEvent::end, PasswordEvent::cause)
                .containsExactly(
                        tuple(Optional.of(PasswordEnd.REJECTED), "its domain controller was revoked as stolen"));
        assertThat(passwordsTold())
                .extracting(
                        one -> one.correlationId().value(),
                        one -> one.answer().outcome(),
                        one -> one.answer().detail())
                .containsExactly(tuple("a", Outcome.DROPPED, "rejected: its domain controller was revoked as stolen"));
        assertThat(stolen("dc1.example.com")).isEqualTo(new StolenController(false, 0, 0));
    }

    /** One that waited, and the provider answers it after that. */
    private void stolenWhileUnderWay(PasswordEnd end, boolean atProvider) {
        ada(Long.toString(Filetime.of(NOON)));
        acknowledge(claimOne());
        receive(event("a", NOON));
        WaitingPassword underWay = due().getFirst();

        assertThat(stolen("dc1.example.com")).isEqualTo(new StolenController(true, 0, 1));
        passwords()
                .settle(
                        List.of(new PasswordSettlement.Ended(
                                underWay, end, "an answer", atProvider, OptionalLong.empty())),
                        NOON)
                .await();
    }

    @Test
    void what_the_provider_took_that_was_under_way_is_told_as_that() {
        stolenWhileUnderWay(PasswordEnd.ACKNOWLEDGED, true);

        assertThat(passwords().statistics(NOON).await().synced()).isEqualTo(1);
        assertThat(passwords().of(Pages.guid(10), 1).await())
                .extracting(PasswordEvent::end, PasswordEvent::cause)
                .containsExactly(tuple(Optional.of(PasswordEnd.ACKNOWLEDGED), LATE));
        assertThat(passwordsTold())
                .extracting(one -> one.answer().outcome(), one -> one.answer().detail())
                .containsExactly(
                        tuple(Outcome.DROPPED, "rejected: its domain controller was revoked as stolen"),
                        tuple(Outcome.SHIPPED, LATE));
        assertThat(receiveElsewhere(event("b", NOON)))
                .as("the provider has that one")
                .isEqualTo(Receipt.STALE);
    }

    @Test
    void what_the_provider_has_already_that_was_under_way_is_told_as_that() {
        stolenWhileUnderWay(PasswordEnd.STALE, true);

        assertThat(passwordsTold().getLast().answer().detail()).isEqualTo("stale: " + LATE);
    }

    @Test
    void what_the_provider_refused_that_was_under_way_has_ended_once() {
        stolenWhileUnderWay(PasswordEnd.REJECTED, false);

        assertThat(passwordsTold()).extracting(one -> one.answer().outcome()).containsExactly(Outcome.DROPPED);
        assertThat(passwords().of(Pages.guid(10), 1).await())
                .extracting(PasswordEvent::cause)
                .containsExactly("its domain controller was revoked as stolen");
    }

    @Test
    void one_that_is_under_way_and_is_not_taken_does_not_come_back() {
        receive(event("a", NOON));
        WaitingPassword underWay = due().getFirst();

        stolen("dc1.example.com");
        passwords()
                .settle(List.of(new PasswordSettlement.Waits(underWay, NOON, "HTTP 503", true, false)), NOON)
                .await();

        assertThat(passwords().statistics(NOON).await().open()).isZero();
        assertThat(due()).isEmpty();
    }

    @Test
    void that_it_was_stolen_may_be_learned_later_than_that_it_is_to_be_refused() {
        receive(event("a", NOON));
        passwords().revoke("dc1.example.com").await();
        receiveElsewhere(ofBob("b")); // has the number of the one before

        assertThat(stolen("dc1.example.com")).isEqualTo(new StolenController(false, 1, 0));
        assertThat(due()).extracting(WaitingPassword::id).containsExactly("b");
    }
}
