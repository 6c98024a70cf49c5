package adsync.testing;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.util.OID;
import com.unboundid.util.ssl.cert.PublicKeyAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import com.unboundid.util.ssl.cert.X509CertificateExtension;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Instant;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for a server of a test, signed by itself.
 *
 * @param context serves it
 * @param pem what a client must trust
 */
public record ServerCertificate(SSLContext context, String pem) {

    private static final OID ALTERNATIVE_NAMES = new OID("2.5.29.17");
    private static final byte DNS_NAME = (byte) 0x82;
    private static final byte ADDRESS = (byte) 0x87;
    private static final int KEY_BITS = 256;

    /** For the loopback address. */
    public static ServerCertificate forLoopback(Instant from, Instant until) {
        return of(new ASN1OctetString(ADDRESS, InetAddress.getLoopbackAddress().getAddress()), from, until);
    }

    /** For a host name and nothing else. */
    public static ServerCertificate forHost(String name, Instant from, Instant until) {
        return of(new ASN1OctetString(DNS_NAME, name), from, until);
    }

    private static ServerCertificate of(ASN1OctetString subject, Instant from, Instant until) {
        try {
            var made = X509Certificate.generateSelfSignedCertificate(
                    SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA,
                    PublicKeyAlgorithmIdentifier.EC,
                    KEY_BITS,
                    new DN("CN=server of a test"),
                    from.toEpochMilli(),
                    until.toEpochMilli(),
                    new X509CertificateExtension(ALTERNATIVE_NAMES, false, new ASN1Sequence(subject).encode()));
            X509Certificate certificate = Objects.requireNonNull(made.getFirst());
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(
                    "server", Objects.requireNonNull(made.getSecond()).getPrivate(), new char[0], new Certificate[] {
                        certificate.toCertificate()
                    });
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return new ServerCertificate(context, certificate.toPEMString());
        } catch (Exception e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }
}
