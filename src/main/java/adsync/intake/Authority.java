package adsync.intake;

import adsync.intake.KeyFolder.Keys;
import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.asn1.ASN1Sequence;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.util.OID;
import com.unboundid.util.ssl.cert.CertException;
import com.unboundid.util.ssl.cert.EllipticCurvePublicKey;
import com.unboundid.util.ssl.cert.PKCS10CertificateSigningRequest;
import com.unboundid.util.ssl.cert.RSAPublicKey;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import com.unboundid.util.ssl.cert.X509Certificate;
import com.unboundid.util.ssl.cert.X509CertificateExtension;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Our own small certificate authority: it says who a domain controller is, and who we are. Nobody else trusts it. Its keys lie in
 * the state folder, readable by their owner alone.
 */
public final class Authority {

    private static final Duration AUTHORITY_LASTS = Duration.ofDays(20 * 365);
    private static final Duration SERVER_LASTS = Duration.ofDays(2 * 365);

    /** How long a domain controller's certificate is good. It asks for a new one when two thirds are over. */
    static final Duration CONTROLLER_LASTS = Duration.ofDays(90);

    private static final Duration EARLIER = Duration.ofHours(1);
    private static final int LEAST_RSA_BITS = 2048;
    private static final int MOST_RSA_BITS = 4096;

    private static final OID BASIC_CONSTRAINTS = new OID("2.5.29.19");
    private static final OID KEY_USAGE = new OID("2.5.29.15");
    private static final OID EXTENDED_KEY_USAGE = new OID("2.5.29.37");
    private static final OID ALTERNATIVE_NAMES = new OID("2.5.29.17");
    private static final byte[] SERVER_AUTHENTICATION = purpose(1);
    private static final byte[] CLIENT_AUTHENTICATION = purpose(2);
    private static final int P_256_POINT_BITS = (1 + 2 * 32) * 8;
    private static final byte DNS_NAME = (byte) 0x82;
    private static final byte URI = (byte) 0x86;
    private static final byte ADDRESS = (byte) 0x87;
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private final Clock clock;
    private final X509Certificate certificate;
    private final Keys keys;
    private final Keys server;
    private final Keys next;
    private final String host;

    private Authority(Clock clock, X509Certificate certificate, Keys keys, Keys server, Keys next, String host) {
        this.clock = clock;
        this.certificate = certificate;
        this.keys = keys;
        this.server = server;
        this.next = next;
        this.host = host;
    }

    /** A certificate for a domain controller. */
    static final class Issued {

        private final byte[] octets;
        private final byte[] key;
        private final Instant ends;

        private Issued(byte[] octets, byte[] key, Instant ends) {
            this.octets = octets;
            this.key = key;
            this.ends = ends;
        }

        /** In DER. */
        byte[] octets() {
            return octets.clone();
        }

        /** SHA-256 of it. */
        byte[] digest() {
            return sha256(octets);
        }

        /** SHA-256 of the public key in it. */
        byte[] keyDigest() {
            return key.clone();
        }

        Instant ends() {
            return ends;
        }
    }

    /**
     * Opens the authority of a state folder; makes what is missing. If the key of the server was taken away, the one that was
     * announced takes its place. Blocks.
     *
     * @param host the name or address by which the domain controllers reach us
     * @throws IntakeException if its files cannot be used
     */
    public static Authority open(Path folder, String host, Clock clock) {
        try {
            KeyFolder files = KeyFolder.open(folder);
            Keys keys = files.keys("authority.key");
            if (!files.has("authority.pem")) {
                files.write("authority.pem", selfSigned(keys, clock).toPEMString());
            }
            X509Certificate certificate = new X509Certificate(
                    octets(Files.readString(files.file("authority.pem"), StandardCharsets.US_ASCII)));
            if (!files.has("server.key") && files.has("server-next.key")) {
                files.move("server-next.key", "server.key");
            }
            Keys server = files.keys("server.key");
            return new Authority(clock, certificate, keys, server, files.keys("server-next.key"), host);
        } catch (IOException | GeneralSecurityException | CertException | IllegalArgumentException e) {
            throw new IntakeException(
                    "The certificate authority in " + folder + " cannot be used: " + e.getMessage()
                            + "; to mend it: put a copy of the folder back, or remove it and enrol all domain controllers anew",
                    e);
        }
    }

    private static X509Certificate selfSigned(Keys keys, Clock clock) throws CertException {
        return X509Certificate.generateSelfSignedCertificate(
                SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA,
                new KeyPair(keys.open(), keys.secret()),
                name("ADSync password intake"),
                clock.millis() - EARLIER.toMillis(),
                clock.millis() + AUTHORITY_LASTS.toMillis(),
                new X509CertificateExtension(BASIC_CONSTRAINTS, true, new byte[] {0x30, 0x03, 0x01, 0x01, (byte) 0xFF}),
                new X509CertificateExtension(KEY_USAGE, true, new byte[] {0x03, 0x02, 0x01, 0x06}));
    }

    private static byte[] octets(String pem) {
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    /** Of id-kp (RFC 5280 4.2.1.12). */
    private static byte[] purpose(int number) {
        return new byte[] {0x30, 0x0A, 0x06, 0x08, 0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, (byte) number};
    }

    private static DN name(String commonName) {
        return new DN(new RDN("CN", commonName));
    }

    /** The SHA-256 of the server's public key, and of the one that will follow it; in base64url. */
    public List<String> pins() {
        return List.of(pin(server), pin(next));
    }

    private static String pin(Keys keys) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(sha256(keys.open().getEncoded()));
    }

    static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }

    /** What the server shows: a certificate of today for its key. */
    PemKeyCertOptions identity() {
        boolean literal = LITERAL.matcher(host).matches();
        try {
            byte[] name = literal ? InetAddress.getByName(host).getAddress() : host.getBytes(StandardCharsets.US_ASCII);
            PKCS10CertificateSigningRequest request = PKCS10CertificateSigningRequest.generateCertificateSigningRequest(
                    SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA,
                    new KeyPair(server.open(), server.secret()),
                    name(host));
            X509Certificate made =
                    issue(request, host, SERVER_LASTS, SERVER_AUTHENTICATION, literal ? ADDRESS : DNS_NAME, name);
            return new PemKeyCertOptions()
                    .addKeyValue(Buffer.buffer(server.pem()))
                    .addCertValue(Buffer.buffer(made.toPEMString()));
        } catch (CertException | IOException e) {
            throw new IntakeException("No certificate can be made for " + host + ": " + e.getMessage(), e);
        }
    }

    /** Whose certificates are accepted: ours. */
    PemTrustOptions trust() {
        return new PemTrustOptions().addCertValue(Buffer.buffer(certificate.toPEMString()));
    }

    /**
     * A certificate for a domain controller.
     *
     * @param request a PKCS #10 request in DER
     * @param name the DNS name that it was invited by; what the request says is not looked at
     * @param guid objectGUID of its computer object
     * @throws RefusedException if the request is none, or its key is too weak
     */
    Issued issue(byte[] request, String name, String guid) {
        try {
            PKCS10CertificateSigningRequest read = new PKCS10CertificateSigningRequest(request);
            read.verifySignature();
            if (!strong(read)) {
                throw new RefusedException(
                        RefusedException.BAD_REQUEST, "the key must be RSA of 2048 to 4096 bit or on P-256");
            }
            byte[] identity = ("urn:uuid:" + guid).getBytes(StandardCharsets.US_ASCII);
            X509Certificate made = issue(read, name, CONTROLLER_LASTS, CLIENT_AUTHENTICATION, URI, identity);
            byte[] octets = made.getX509CertificateBytes();
            return new Issued(octets, sha256(publicKey(octets)), Instant.ofEpochMilli(made.getNotAfterTime()));
        } catch (CertException e) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "the certificate request cannot be used");
        }
    }

    /** SubjectPublicKeyInfo of a certificate, in DER. */
    private static byte[] publicKey(byte[] certificate) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate))
                    .getPublicKey()
                    .getEncoded();
        } catch (CertificateException e) {
            throw new IllegalStateException("we issued what is no certificate", e);
        }
    }

    private static boolean strong(PKCS10CertificateSigningRequest request) {
        return switch (request.getDecodedPublicKey()) {
            case RSAPublicKey rsa ->
                rsa.getModulus().bitLength() >= LEAST_RSA_BITS
                        && rsa.getModulus().bitLength() <= MOST_RSA_BITS;
            case EllipticCurvePublicKey point -> request.getEncodedPublicKey().getBits().length == P_256_POINT_BITS;
            case null, default -> false;
        };
    }

    private X509Certificate issue(
            PKCS10CertificateSigningRequest request,
            String name,
            Duration lasts,
            byte[] purpose,
            byte kind,
            byte[] alternative)
            throws CertException {
        return X509Certificate.generateIssuerSignedCertificate(
                SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA,
                certificate,
                keys.secret(),
                request.getPublicKeyAlgorithmOID(),
                request.getPublicKeyAlgorithmParameters(),
                request.getEncodedPublicKey(),
                request.getDecodedPublicKey(),
                name(name),
                clock.millis() - EARLIER.toMillis(),
                clock.millis() + lasts.toMillis(),
                new X509CertificateExtension(BASIC_CONSTRAINTS, true, new byte[] {0x30, 0x00}),
                new X509CertificateExtension(EXTENDED_KEY_USAGE, false, purpose),
                new X509CertificateExtension(
                        ALTERNATIVE_NAMES, false, new ASN1Sequence(new ASN1OctetString(kind, alternative)).encode()));
    }
}
