package adsync.journal;

import static adsync.journal.Pages.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may send passwords, from when on and with which certificate, is in the audit log. */
class ControllerAuditTest extends PasswordFixture {

    private List<AuditRecord> told() {
        return journal().audit(0, 10).await();
    }

    @Test
    void an_enrolment_a_renewal_and_a_revocation_are_recorded() {
        passwords().renew(controller, new byte[] {3}, NOON.plusSeconds(7200)).await();
        passwords().revoke("dc1.EXAMPLE.com").await();

        assertThat(told())
                .extracting(AuditRecord::kind)
                .containsExactly("controller_enrolled", "controller_renewed", "controller_revoked");
        assertThat(told()).allSatisfy(record -> {
            assertThat(record.dn()).isEqualTo("DC1.example.com");
            assertThat(record.objectGuid().toString()).isEqualTo(GUID);
            assertThat(record.at()).isEqualTo(NOON);
            assertThat(record.answer().outcome()).isEqualTo(ChangeSettled.Outcome.NOTED);
        });
        assertThat(told())
                .extracting(record -> record.answer().detail())
                .containsExactly(
                        "by a token that was given for it: certificate SHA-256 02 until " + NOON.plusSeconds(3600),
                        "by its certificate before: certificate SHA-256 03 until " + NOON.plusSeconds(7200),
                        "by an administrator: certificate SHA-256 02, SHA-256 03");
    }

    @Test
    void what_was_refused_is_not_recorded_and_one_that_never_came_is() {
        passwords().revoke("dc9").await();
        passwords()
                .enrol(new Enrolment(new byte[] {7}, new byte[] {1}, GUID, CERTIFICATE, NOON), NOON)
                .await();
        assertThat(told()).hasSize(1);

        passwords().invite("dc2", new byte[] {8}, NOON.plusSeconds(60)).await();
        passwords().revoke("dc2").await();

        assertThat(told().getLast().answer().detail()).isEqualTo("by an administrator: it had no certificate");
    }
}
