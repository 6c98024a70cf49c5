package adsync.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import adsync.journal.EnrolledController;
import adsync.journal.Enrolment;
import adsync.journal.PasswordJournal;
import adsync.journal.ReceivedPassword;
import adsync.journal.ReceivedPassword.Receipt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A domain controller that may send passwords. */
public final class EnrolledSource {

    public static final String NAME = "dc1.example.com";

    private static final byte[] CERTIFICATE = "certificate".getBytes(UTF_8);

    private EnrolledSource() {}

    /** The one that is enrolled; enrols it at first. */
    private static EnrolledController in(PasswordJournal passwords, Instant now) {
        return passwords.controller(CERTIFICATE).await().orElseGet(() -> enrol(passwords, now));
    }

    /** Sends events; returns what became of each. */
    public static List<Receipt> send(PasswordJournal passwords, List<ReceivedPassword> events, Instant now) {
        return passwords.receive(in(passwords, now), events, now).await().orElseThrow();
    }

    private static EnrolledController enrol(PasswordJournal passwords, Instant now) {
        byte[] token = "token".getBytes(UTF_8);
        Instant ends = now.plus(Duration.ofDays(90));
        passwords.invite(NAME, token, ends).await();
        passwords
                .enrol(
                        new Enrolment(
                                token,
                                "key".getBytes(UTF_8),
                                "6f9619ff-8b86-d011-b42d-00c04fc964ff",
                                CERTIFICATE,
                                ends),
                        now)
                .await();
        return passwords.controller(CERTIFICATE).await().orElseThrow();
    }
}
