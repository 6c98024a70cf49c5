package adsync.journal;

import adsync.change.ObjectGuid;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** Tells the audit log which domain controllers may send passwords from when on, and with which certificate. */
final class ControllerAudit {

    /** Of one that was invited and never came. */
    private static final ObjectGuid NOBODY = new ObjectGuid(new UUID(0, 0));

    private final Audit audit;

    ControllerAudit(Audit audit) {
        this.audit = audit;
    }

    void enrolled(String name, Enrolment enrolment) throws SQLException {
        String how =
                "by a token that was given for it: " + certificate(enrolment.certificateDigest(), enrolment.ends());
        tell(AuditKind.CONTROLLER_ENROLLED, name, enrolment.guid(), how);
    }

    void renewed(EnrolledController controller, byte[] certificateDigest, Instant ends) throws SQLException {
        String how = "by its certificate before: " + certificate(certificateDigest, ends);
        tell(AuditKind.CONTROLLER_RENEWED, controller.name(), controller.guid().orElse(""), how);
    }

    void revoked(String name, String guid, String certificates) throws SQLException {
        tell(AuditKind.CONTROLLER_REVOKED, name, guid, "by an administrator: " + certificates);
    }

    private static String certificate(byte[] digest, Instant ends) {
        return "certificate " + fingerprint(digest) + " until " + ends;
    }

    static String fingerprint(byte[] digest) {
        return "SHA-256 " + HexFormat.of().formatHex(digest);
    }

    private void tell(AuditKind kind, String name, String guid, String detail) throws SQLException {
        audit.controller(kind.name(), guid.isEmpty() ? NOBODY : ObjectGuid.parse(guid), name, detail);
    }
}
