package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.OID;
import com.unboundid.util.ObjectPair;
import com.unboundid.util.ssl.cert.CertException;
import com.unboundid.util.ssl.cert.PublicKeyAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import com.unboundid.util.ssl.cert.X509CertificateExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate made at the start, signed by itself, for the host name and the loopback address.
 *
 * @param context serves it
 * @param pem what a client must trust
 */
record ServerIdentity(SSLContext context, String pem) {

    private static final OID ALTERNATIVE_NAMES = new OID("2.5.29.17");
    private static final byte DNS_NAME = (byte) 0x82;
    private static final byte ADDRESS = (byte) 0x87;
    private static final int KEY_BITS = 256;
    private static final Duration VALID = Duration.ofDays(365);

    /** The one that the options bring, or a new one. */
    static ServerIdentity of(EmbeddedDirectoryOptions options) {
        SSLContext given = options.sslContext();
        return given == null ? generate(options.hostName() + "." + options.dnsName()) : new ServerIdentity(given, "");
    }

    /** Valid in the real world, whatever clock the directory has: its clients check it by their own. */
    static ServerIdentity generate(String hostName) {
        long now = Clock.systemUTC().millis();
        ASN1Sequence names = new ASN1Sequence(
                new ASN1OctetString(DNS_NAME, hostName),
                new ASN1OctetString(DNS_NAME, "localhost"),
                new ASN1OctetString(ADDRESS, InetAddress.getLoopbackAddress().getAddress()));
        try {
            ObjectPair<X509Certificate, KeyPair> made = X509Certificate.generateSelfSignedCertificate(
                    SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA,
                    PublicKeyAlgorithmIdentifier.EC,
                    KEY_BITS,
                    new DN("CN=" + hostName),
                    now - Duration.ofDays(1).toMillis(),
                    now + VALID.toMillis(),
                    new X509CertificateExtension(ALTERNATIVE_NAMES, false, names.encode()));
            X509Certificate certificate = Objects.requireNonNull(made.getFirst());
            return new ServerIdentity(
                    context(certificate, Objects.requireNonNull(made.getSecond())), certificate.toPEMString());
        } catch (CertException | LDAPException | GeneralSecurityException | IOException e) {
            throw new IllegalStateException("no certificate could be made", e);
        }
    }

    private static SSLContext context(X509Certificate certificate, KeyPair keys)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("JKS"); // stays in memory: strong encryption only costs a second
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] {certificate.toCertificate()});
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }
}
