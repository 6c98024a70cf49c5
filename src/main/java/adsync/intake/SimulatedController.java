package adsync.intake;

import adsync.sealing.Claim;
import adsync.sealing.KeySet;
import adsync.sealing.RootKey;
import adsync.sealing.Sealer;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.util.ssl.cert.CertException;
import com.unboundid.util.ssl.cert.PKCS10CertificateSigningRequest;
import com.unboundid.util.ssl.cert.SignatureAlgorithmIdentifier;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Does what the package and the courier on a domain controller do, from enrolment to delivery, in this process: for the demo and for
 * tests. It is no domain controller, and keeps nothing on a disk. Calls block; not thread-safe.
 */
public final class SimulatedController implements AutoCloseable {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int ID_OCTETS = 16;
    private static final int OK = 200;

    private final String name;
    private final String guid;
    private final RootKey root;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Sealer sealer = new Sealer(random);
    private final KeyPair keys;
    private final String base;
    private final String pin;
    private final String boot;
    private SSLContext context;
    private HttpClient client;
    private @Nullable KeySet keySet;
    private long sequence;

    private SimulatedController(String name, String guid, RootKey root, Clock clock, String base, String pin) {
        this.name = name;
        this.guid = guid;
        this.root = root;
        this.clock = clock;
        this.base = base;
        this.pin = pin;
        this.boot = drawId();
        this.keys = drawKeys();
        this.context = context(null);
        this.client = client(context);
    }

    /**
     * Enrols.
     *
     * @param invitation what {@link Invitations#invite} returned
     * @param name DNS name that the invitation is for
     * @param guid objectGUID of the computer object
     * @param root whose key sets are trusted
     * @throws IOException if that does not work
     */
    public static SimulatedController enrol(String invitation, String name, String guid, RootKey root, Clock clock)
            throws IOException, InterruptedException {
        SimulatedController controller = invited(invitation, name, guid, root, clock);
        controller.take(controller.ask(invitation));
        return controller;
    }

    /** Enrols with the key that is there; the answer is not looked at. */
    JsonObject ask(String invitation) throws IOException, InterruptedException {
        String token = invitation.substring(invitation.lastIndexOf(':') + 1);
        return form("/v1/dc/enrol", request().put("token", token));
    }

    /** Takes the answer to an enrolment. */
    void take(JsonObject answer) {
        show(Base64.getUrlDecoder().decode(answer.getString("certificate")));
        takeKeySet(answer);
    }

    private static SimulatedController invited(String invitation, String name, String guid, RootKey root, Clock clock) {
        int token = invitation.lastIndexOf(':');
        int pin = invitation.lastIndexOf(':', token - 1);
        return new SimulatedController(
                name,
                guid,
                root,
                clock,
                "https://" + invitation.substring("pwc1:".length(), pin),
                invitation.substring(pin + 1, token));
    }

    /** Somebody who was invited and does not enrol. */
    static SimulatedController stranger(String invitation, RootKey root, Clock clock) {
        return invited(invitation, "stranger", "", root, clock);
    }

    /** Shows a certificate of another authority. */
    void pretend(Authority other) {
        byte[] request = Base64.getUrlDecoder().decode(request().getString("csr"));
        show(other.issue(request, name, guid).octets());
    }

    /** Asks for a new certificate, and shows it from now on. */
    public void renew() throws IOException, InterruptedException {
        take(form("/v1/dc/renew", request()));
    }

    /** Reports. */
    public JsonObject beat() throws IOException, InterruptedException {
        KeySet set = keySet;
        JsonObject answer = form(
                "/v1/dc/heartbeat",
                new JsonObject()
                        .put("courier", "simulated")
                        .put("source", "simulated")
                        .put("keysetVer", set == null ? 0 : set.version())
                        .put("time", clock.instant().getEpochSecond()));
        takeKeySet(answer);
        return answer;
    }

    /**
     * Seals a password; what is returned can be read by the provider alone.
     *
     * @param password in UTF-8; left as it is
     */
    public String seal(String sid, String account, long filetime, byte[] password) {
        KeySet set = keySet;
        if (set == null) {
            throw new IllegalStateException("there is no key set");
        }
        KeySet.SealingKey key =
                set.current(clock.instant()).orElseThrow(() -> new IllegalStateException("there is no key"));
        return sealer.seal(claim(sid, filetime), account, password, set, key);
    }

    /** What it says of its next event. */
    public Claim claim(String sid, long filetime) {
        sequence++;
        return new Claim(drawId(), sid, filetime, guid, boot, sequence);
    }

    /** Delivers what was sealed; returns the status of each. */
    public List<String> deliver(List<String> sealed) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        sealed.forEach(one -> lines.append("{\"jwe\":\"").append(one).append("\"}\n"));
        HttpResponse<String> answer = post("/v1/password-events", lines.toString());
        if (answer.statusCode() != OK) {
            throw new IOException("the intake answered " + answer.statusCode() + ": " + answer.body());
        }
        return answer.body()
                .lines()
                .map(line -> new JsonObject(line).getString("st"))
                .toList();
    }

    /** Posts anything with the certificate. */
    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(base + path))
                        .timeout(ANSWER_WITHIN)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private JsonObject form(String path, JsonObject body) throws IOException, InterruptedException {
        HttpResponse<String> answer = post(path, body.encode());
        if (answer.statusCode() != OK) {
            throw new IOException("the intake answered " + answer.statusCode() + ": " + answer.body());
        }
        return new JsonObject(answer.body());
    }

    private JsonObject request() {
        try {
            byte[] request = PKCS10CertificateSigningRequest.generateCertificateSigningRequest(
                            SignatureAlgorithmIdentifier.SHA_256_WITH_ECDSA, keys, new DN(new RDN("CN", name)))
                    .getPKCS10CertificateSigningRequestBytes();
            return new JsonObject()
                    .put("name", name)
                    .put("dc", guid)
                    .put("csr", Base64.getUrlEncoder().withoutPadding().encodeToString(request));
        } catch (CertException e) {
            throw new IllegalStateException(e);
        }
    }

    private void show(byte[] octets) {
        try {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(octets));
            HttpClient before = client;
            context = context(certificate);
            client = client(context);
            before.close();
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
    }

    private void takeKeySet(JsonObject answer) {
        String text = answer.getString("keySet");
        if (text != null) {
            keySet = KeySet.read(text, root);
        }
        JsonArray pins = answer.getJsonArray("pins");
        if (pins == null || !pins.contains(pin)) {
            throw new IllegalStateException("the intake does not know its own pin");
        }
    }

    private String drawId() {
        byte[] id = new byte[ID_OCTETS];
        random.nextBytes(id);
        return HexFormat.of().formatHex(id);
    }

    private static KeyPair drawKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A connection with the certificate, to say anything on. */
    Socket connect() throws IOException {
        URI intake = URI.create(base);
        return context.getSocketFactory().createSocket(intake.getHost(), intake.getPort());
    }

    private static HttpClient client(SSLContext context) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(ANSWER_WITHIN)
                .sslContext(context)
                .build();
    }

    private SSLContext context(@Nullable Certificate certificate) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (certificate != null) {
                store.setKeyEntry("us", keys.getPrivate(), new char[0], new Certificate[] {certificate});
            }
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, new char[0]);
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(managers.getKeyManagers(), new TrustManager[] {new Pinned(pin)}, random);
            return made;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    /** Trusts one key, whatever name and issuer its certificate has. */
    private static final class Pinned extends X509ExtendedTrustManager {

        private final String pin;

        Pinned(String pin) {
            this.pin = pin;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            byte[] digest = Authority.sha256(chain[0].getPublicKey().getEncoded());
            if (!pin.equals(Base64.getUrlEncoder().withoutPadding().encodeToString(digest))) {
                throw new CertificateException("the intake has another key than the pinned one");
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("this is no server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
