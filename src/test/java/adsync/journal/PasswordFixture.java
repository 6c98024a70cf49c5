package adsync.journal;

import static adsync.journal.Pages.NOON;

import adsync.change.Filetime;
import adsync.journal.ReceivedPassword.Receipt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** A journal that follows passwords, and a domain controller that is enrolled. */
abstract class PasswordFixture extends JournalFixture {

    static final String ADA = "S-1-5-21-1-2-3-1104";
    static final byte[] TOKEN = {1};
    static final byte[] CERTIFICATE = {2};
    private static final byte[] ELSEWHERE = {22};
    static final String GUID = "6f9619ff-8b86-d011-b42d-00c04fc964ff";

    static final String OTHER_GUID = "7f9619ff-8b86-d011-b42d-00c04fc964ff";

    EnrolledController controller;

    @BeforeEach
    void enrol() {
        passwords().follow(NOON).await();
        passwords().invite("DC1.example.com", TOKEN, NOON.plusSeconds(60)).await();
        passwords()
                .enrol(new Enrolment(TOKEN, new byte[] {1}, GUID, CERTIFICATE, NOON.plusSeconds(3600)), NOON)
                .await();
        controller = passwords().controller(CERTIFICATE, NOON).await().orElseThrow();
    }

    PasswordJournal passwords() {
        return journal().passwords();
    }

    static ReceivedPassword event(String id, Instant changed) {
        return new ReceivedPassword(id, ADA, Filetime.of(changed), "sealed-" + id, null);
    }

    Receipt receive(ReceivedPassword event) {
        return passwords()
                .receive(controller, List.of(event), clock().instant())
                .await()
                .orElseThrow()
                .getFirst();
    }

    /** As another domain controller. */
    Receipt receiveElsewhere(ReceivedPassword event) {
        if (passwords().controller(ELSEWHERE, NOON).await().isEmpty()) {
            passwords()
                    .invite("DC2.example.com", ELSEWHERE, NOON.plusSeconds(60))
                    .await();
            passwords()
                    .enrol(new Enrolment(ELSEWHERE, ELSEWHERE, OTHER_GUID, ELSEWHERE, NOON.plusSeconds(3600)), NOON)
                    .await();
        }
        EnrolledController other =
                passwords().controller(ELSEWHERE, NOON).await().orElseThrow();
        return passwords()
                .receive(other, List.of(event), clock().instant())
                .await()
                .orElseThrow()
                .getFirst();
    }

    List<WaitingPassword> due() {
        return passwords().claim(clock().instant(), 10).await();
    }

    void end(WaitingPassword password, PasswordEnd end) {
        passwords()
                .settle(List.of(new PasswordSettlement.Ended(password, end, "")), clock().instant())
                .await();
    }

    void ada(@Nullable String passwordSet) {
        commit(Pages.containers()
                .created(
                        "c",
                        passwordSet == null
                                ? Pages.person(10, "objectSid", ADA)
                                : Pages.person(10, "objectSid", ADA, "pwdLastSet", passwordSet)));
    }
}
