package adsync.directory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a server shows of itself, for a person who compares it with what the server's administrator says. Nobody else has vouched
 * for it.
 *
 * @param subject whose certificate it is: that of the authority if the server shows it, else the server's own
 * @param authority whether it is an authority's, so that the server's next certificate is trusted too
 * @param notAfter until when it is valid
 * @param fingerprint SHA-256 in hexadecimal digits, in pairs with colons
 * @param pem the certificate
 */
public record PresentedCertificate(
        String subject, boolean authority, Instant notAfter, String fingerprint, String pem) {

    private static final int LINE = 64;

    /** Of the chain that a server sent, its own first. */
    static PresentedCertificate of(List<X509Certificate> chain) throws GeneralSecurityException {
        X509Certificate last = chain.getLast();
        boolean authority = last.getBasicConstraints() >= 0;
        X509Certificate shown = authority ? last : chain.getFirst();
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(shown.getEncoded());
        String body = Base64.getMimeEncoder(LINE, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(shown.getEncoded());
        return new PresentedCertificate(
                shown.getSubjectX500Principal().getName(),
                authority,
                shown.getNotAfter().toInstant(),
                HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest),
                "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
    }
}
