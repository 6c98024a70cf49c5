package adsync.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The domain controllers that send password events. */
final class Controllers {

    private static final String COLUMNS = "SELECT id, name, guid, certificate_ends, enrolled_at, seen_at, report ";

    private static final String INVITE = """
            INSERT INTO domain_controller (name, token, token_ends) VALUES (?, ?, ?)
            ON CONFLICT (name) DO UPDATE SET token = excluded.token, token_ends = excluded.token_ends, token_key = NULL
            """;

    private static final String INVITED = COLUMNS + "FROM domain_controller WHERE token = ? AND token_ends > ?";

    private static final String LEAVE_GUID = "UPDATE domain_controller SET guid = NULL, certificate = NULL,"
            + " next_certificate = NULL WHERE guid = ? AND token IS NOT ?";

    private static final String ENROL = """
            UPDATE domain_controller
            SET guid = ?, certificate = ?, certificate_ends = ?, next_certificate = NULL, next_ends = NULL, token_key = ?,
              enrolled_at = ?
            WHERE token = ? AND token_ends > ? AND token_key IS NULL
            """;

    /** The answer was lost, or was thought to be: the certificate in it stays good as well until one of the two is shown. */
    private static final String ENROL_AGAIN = """
            UPDATE domain_controller SET next_certificate = ?, next_ends = ?
            WHERE token = ? AND token_ends > ? AND token_key = ? AND guid = ?
            """;

    /** A condition: the one that was found is still enrolled, and not anew. What is revoked leaves its number to the next one. */
    private static final String STILL = " WHERE id = ? AND enrolled_at = ? AND certificate IS NOT NULL";

    private static final String RENEW = "UPDATE domain_controller SET next_certificate = ?, next_ends = ?" + STILL;

    private static final String WITH = COLUMNS
            + ", next_certificate = ? AS shown_first FROM domain_controller"
            + " WHERE certificate = ? AND certificate_ends > ? OR next_certificate = ? AND next_ends > ?";

    private static final String PROMOTE = """
            UPDATE domain_controller
            SET certificate = next_certificate, certificate_ends = next_ends, next_certificate = NULL, next_ends = NULL
            WHERE next_certificate = ?
            """;

    private static final String HEARD = "UPDATE domain_controller SET report = ?, seen_at = ?" + STILL;

    private static final String SEEN = "UPDATE domain_controller SET seen_at = ?" + STILL;

    private static final String ALL = COLUMNS + "FROM domain_controller ORDER BY name COLLATE NOCASE";

    private static final String CERTIFICATES =
            "SELECT name, guid, certificate, next_certificate FROM domain_controller WHERE name = ? COLLATE NOCASE";

    private static final String REVOKE = "DELETE FROM domain_controller WHERE name = ? COLLATE NOCASE";

    private final Session session;

    Controllers(Session session) {
        this.session = session;
    }

    /** A domain controller with a certificate, and whether it shows it for the first time. */
    record Found(EnrolledController controller, boolean shownFirst) {}

    void invite(String name, byte[] token, Instant ends) throws SQLException {
        session.run(INVITE, name, token, ends);
    }

    Optional<EnrolledController> invited(byte[] token, Instant now) throws SQLException {
        return Optional.ofNullable(session.first(INVITED, Controllers::read, token, now));
    }

    boolean enrol(Enrolment enrolment, Instant now, Audit audit) throws SQLException {
        Optional<EnrolledController> invited = invited(enrolment.tokenDigest(), now);
        if (invited.isEmpty() || !enrolled(enrolment, now)) {
            return false;
        }
        new ControllerAudit(audit).enrolled(invited.get().name(), enrolment);
        return true;
    }

    private boolean enrolled(Enrolment enrolment, Instant now) throws SQLException {
        byte[] token = enrolment.tokenDigest();
        byte[] key = enrolment.keyDigest();
        byte[] certificate = enrolment.certificateDigest();
        if (session.run(ENROL_AGAIN, certificate, enrolment.ends(), token, now, key, enrolment.guid()) > 0) {
            return true;
        }
        session.run(LEAVE_GUID, enrolment.guid(), token); // it was renamed, and had another name here
        return session.run(ENROL, enrolment.guid(), certificate, enrolment.ends(), key, now, token, now) > 0;
    }

    boolean renew(EnrolledController controller, byte[] certificate, Instant ends, Audit audit) throws SQLException {
        if (session.run(RENEW, certificate, ends, controller.number(), enrolledAt(controller)) == 0) {
            return false;
        }
        new ControllerAudit(audit).renewed(controller, certificate, ends);
        return true;
    }

    /** TLS looks at the end of a certificate when a connection begins, and not at all when a session is taken up again. */
    Optional<Found> with(byte[] certificate, Instant now) throws SQLException {
        return Optional.ofNullable(session.first(
                WITH,
                row -> new Found(read(row), row.flag("shown_first")),
                certificate,
                certificate,
                now,
                certificate,
                now));
    }

    boolean promote(byte[] certificate) throws SQLException {
        return session.run(PROMOTE, certificate) > 0;
    }

    boolean heard(EnrolledController controller, String report, Instant now) throws SQLException {
        return session.run(HEARD, report, now, controller.number(), enrolledAt(controller)) > 0;
    }

    boolean seen(EnrolledController controller, Instant now) throws SQLException {
        return session.run(SEEN, now, controller.number(), enrolledAt(controller)) > 0;
    }

    private static @Nullable Instant enrolledAt(EnrolledController controller) {
        return controller.enrolledAt().orElse(null);
    }

    List<EnrolledController> all() throws SQLException {
        return session.list(ALL, Controllers::read);
    }

    private record Certificates(String name, String guid, String fingerprints) {

        static Certificates read(Row row) throws SQLException {
            String fingerprints = Stream.of(row.octetsOrNull("certificate"), row.octetsOrNull("next_certificate"))
                    .filter(Objects::nonNull)
                    .map(ControllerAudit::fingerprint)
                    .collect(Collectors.joining(", "));
            return new Certificates(
                    row.text("name"),
                    row.textOr("guid", ""),
                    fingerprints.isEmpty() ? "it had no certificate" : "certificate " + fingerprints);
        }
    }

    /** Its events stay: they are sealed, and were good when they came. */
    boolean revoke(String name, Audit audit) throws SQLException {
        Certificates had = session.first(CERTIFICATES, Certificates::read, name);
        if (had == null) {
            return false;
        }
        new ControllerAudit(audit).revoked(had.name(), had.guid(), had.fingerprints());
        return session.run(REVOKE, name) > 0;
    }

    private static EnrolledController read(Row row) throws SQLException {
        return new EnrolledController(
                row.number("id"),
                row.text("name"),
                Optional.ofNullable(row.textOrNull("guid")),
                Optional.ofNullable(row.instantOrNull("certificate_ends")),
                Optional.ofNullable(row.instantOrNull("enrolled_at")),
                Optional.ofNullable(row.instantOrNull("seen_at")),
                Optional.ofNullable(row.textOrNull("report")));
    }
}
