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
import java.util.UUID;

/** A domain controller that may send passwords. */
public final class EnrolledSource {

    public static final String NAME = "dc1.example.com";

    private EnrolledSource() {}

    /** Sends events; returns what became of each. */
    public static List<Receipt> send(PasswordJournal passwords, List<ReceivedPassword> events, Instant now) {
        return send(passwords, NAME, events, now);
    }

    /** Sends events as the domain controller with that name. */
    public static List<Receipt> send(
            PasswordJournal passwords, String name, List<ReceivedPassword> events, Instant now) {
        return passwords.receive(in(passwords, name, now), events, now).await().orElseThrow();
    }

    /** The one that is enrolled; enrols it at first. */
    private static EnrolledController in(PasswordJournal passwords, String name, Instant now) {
        byte[] certificate = ("certificate of " + name).getBytes(UTF_8);
        return passwords.controller(certificate, now).await().orElseGet(() -> {
            enrol(passwords, name, certificate, now);
            return passwords.controller(certificate, now).await().orElseThrow();
        });
    }

    private static void enrol(PasswordJournal passwords, String name, byte[] certificate, Instant now) {
        byte[] token = ("token of " + name).getBytes(UTF_8);
        Instant ends = now.plus(Duration.ofDays(90));
        String computer = UUID.nameUUIDFromBytes(token).toString();
        passwords.invite(name, token, ends).await();
        passwords
                .enrol(new Enrolment(token, ("key of " + name).getBytes(UTF_8), computer, certificate, ends), now)
                .await();
    }
}
