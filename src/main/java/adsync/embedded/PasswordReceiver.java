package adsync.embedded;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEDecrypter;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSADecrypter;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a provider does with sealed passwords, as a model for a real one: signs its key set with a root, opens what is sealed to it,
 * takes it only for the account that it is for and only if it is newer, as far as clocks tell, keeps a hash and verifies logins by it. A real one keeps the
 * root offline and opens in a hardware module; this one keeps all in memory.
 */
public final class PasswordReceiver {

    private static final Duration SET_LASTS = Duration.ofDays(30);

    /** No more than Kerberos allows, in tenths of microseconds. */
    private static final long CLOCKS_DIFFER = Duration.ofMinutes(5).toNanos() / 100;

    /** How long an older change of another domain controller is taken, if it turns out to be the one that the directory kept. */
    private static final Duration DECIDED_WITHIN = Duration.ofMinutes(15);

    private static final int COORDINATE = 32;
    private static final int RSA_BITS = 2048;

    private final SecureRandom random = new SecureRandom();
    private final Clock clock;
    private final StrongHash.Policy policy;
    private final ECKey root;
    private final Map<String, JWK> keys = new LinkedHashMap<>();
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();
    private int version;
    private long taken;

    /** A receiver with a new root and a first key. Sources are to hash passwords before they seal them. */
    public PasswordReceiver(Clock clock) {
        this(clock, new StrongHash.Policy(true, StrongHash.ROUNDS));
    }

    /**
     * A receiver with a new root and a first key that wants passwords themselves, and hashes them.
     *
     * @param rounds of the hash
     */
    public static PasswordReceiver hashing(Clock clock, int rounds) {
        return new PasswordReceiver(clock, new StrongHash.Policy(false, rounds));
    }

    private PasswordReceiver(Clock clock, StrongHash.Policy policy) {
        this.clock = clock;
        this.policy = policy;
        this.root = generate("root");
        rotate();
    }

    /** When a password was changed, by which domain controller's clock, and which of one start of it that is. */
    private record Change(long filetime, String controller, String boot, long sequence) {

        static Change read(Map<?, ?> claim) {
            return new Change(
                    Long.parseLong(String.valueOf(claim.get("ft"))),
                    String.valueOf(claim.get("dc")),
                    String.valueOf(claim.get("boot")),
                    Long.parseLong(String.valueOf(claim.get("seq"))));
        }

        boolean ofOneStart(Change other) {
            return controller.equals(other.controller) && boot.equals(other.boot);
        }

        /** A clock may be put back; what one start of a domain controller tells is in order nevertheless. */
        boolean after(Change other) {
            return ofOneStart(other) ? sequence > other.sequence : filetime > other.filetime;
        }
    }

    /** A hash, the change that it is of, and the newest one that was taken with the moment of that. */
    private record Kept(String hash, Change change, Change newest, Instant takenAt) {

        /** Whether an older one may be what the directory kept: clocks differ, and it was not known at once. */
        boolean yields(Change older, Instant now) {
            return older.filetime() != change.filetime()
                    && !older.ofOneStart(newest)
                    && older.filetime() > newest.filetime() - CLOCKS_DIFFER
                    && now.isBefore(takenAt.plus(DECIDED_WITHIN));
        }
    }

    /** How a sealed password is answered. */
    public enum Answer {
        TAKEN(200),
        /** It has this one or a newer one. */
        STALE(409),
        /** The key was retired. */
        RETIRED(410),
        /** It is none, or for somebody else. */
        REFUSED(422);

        private final int status;

        Answer(int status) {
            this.status = status;
        }

        /** As an HTTP status. */
        public int status() {
            return status;
        }
    }

    private static ECKey generate(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .algorithm(JWEAlgorithm.ECDH_ES)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Adds a key; from now on it is sealed to. The older ones still open. */
    public synchronized void rotate() {
        version++;
        String id = "key-" + version;
        keys.put(id, generate(id));
    }

    /** As {@link #rotate}, with a key for {@code RSA-OAEP-256}: what more hardware modules can open. */
    public synchronized void rotateToRsa() {
        version++;
        String id = "key-" + version;
        try {
            keys.put(
                    id,
                    new RSAKeyGenerator(RSA_BITS)
                            .keyID(id)
                            .algorithm(JWEAlgorithm.RSA_OAEP_256)
                            .generate());
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whatever else the library could open is none of ours: not RSA1_5, no wrapped key. */
    private static JWEDecrypter decrypter(JWK key, JWEHeader header) throws JOSEException {
        if (!header.getAlgorithm().equals(key.getAlgorithm())) {
            throw new JOSEException("alg is not that of the key");
        }
        return switch (key) {
            case ECKey point -> new ECDHDecrypter(point);
            case RSAKey modulus -> new RSADecrypter(modulus);
            default -> throw new JOSEException("no key to open with");
        };
    }

    /** Removes a key: what was sealed to it is lost. */
    public synchronized void retire(String id) {
        keys.remove(id);
    }

    /** The public half of the root: the two coordinates of its point, in base64url. */
    public String rootKey() {
        byte[] both = Arrays.copyOf(root.getX().decode(), 2 * COORDINATE);
        System.arraycopy(root.getY().decode(), 0, both, COORDINATE, COORDINATE);
        return Base64URL.encode(both).toString();
    }

    /** The key set, signed by the root. */
    public synchronized String keySet() {
        Instant now = clock.instant();
        List<Map<String, Object>> all =
                keys.values().stream().map(this::describe).toList();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("ver", version);
        content.put("exp", now.plus(SET_LASTS).getEpochSecond());
        content.put("mode", policy.hashed() ? "phc" : "seal");
        content.put("rounds", policy.rounds());
        content.put("keys", all);
        try {
            JWSObject set = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(new JOSEObjectType("pwkeyset+jws"))
                            .build(),
                    new Payload(content));
            set.sign(new ECDSASigner(root));
            return set.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private Map<String, Object> describe(JWK key) {
        Map<String, Object> json = new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
        json.put("use", "enc");
        json.put("nbf", Long.parseLong(key.getKeyID().substring("key-".length())));
        return json;
    }

    /**
     * Takes a sealed password for an account.
     *
     * @param sid the security identifier of the account's owner
     * @param sealed a compact JWE
     */
    public Answer receive(String sid, String sealed) {
        byte[] opened = new byte[0];
        try {
            JWEObject jwe = JWEObject.parse(sealed);
            boolean ours = jwe.getHeader().getType() != null
                    && "pwc+jwe".equals(jwe.getHeader().getType().getType())
                    && jwe.getHeader().getCustomParam("pwc") instanceof Map<?, ?>;
            if (!ours) {
                return Answer.REFUSED;
            }
            JWK key = key(jwe.getHeader().getKeyID());
            if (key == null) {
                return Answer.RETIRED;
            }
            jwe.decrypt(decrypter(key, jwe.getHeader())); // only now what the header tells can be believed
            opened = jwe.getPayload().toBytes();
            Map<?, ?> claim = (Map<?, ?>) jwe.getHeader().getCustomParam("pwc");
            if (!sid.equals(claim.get("sid"))) {
                return Answer.REFUSED;
            }
            Change change = Change.read(claim);
            return ahead(change) ? Answer.REFUSED : keep(sid, change, StrongHash.of(opened, policy, random));
        } catch (ParseException | JOSEException | RuntimeException e) {
            return Answer.REFUSED;
        } finally {
            Arrays.fill(opened, (byte) 0);
        }
    }

    /** Whether a time that was kept means nothing: our own clock was put back since. */
    private boolean outlived(Change newest, Change change) {
        return ahead(newest) && !change.ofOneStart(newest);
    }

    private synchronized @Nullable JWK key(@Nullable String id) {
        return keys.get(id);
    }

    /** Whether its time is still to come. Once kept, it would make whatever the user does until then an older one. */
    private boolean ahead(Change change) {
        return change.filetime() > Texts.fileTime(clock.millis()) + CLOCKS_DIFFER;
    }

    private synchronized Answer keep(String sid, Change change, String hash) {
        Instant now = clock.instant();
        Kept before = kept.get(sid);
        if (before == null || change.after(before.newest()) || outlived(before.newest(), change)) {
            kept.put(sid, new Kept(hash, change, change, now));
        } else if (before.yields(change, now)) {
            kept.put(sid, new Kept(hash, change, before.newest(), before.takenAt()));
        } else {
            return Answer.STALE;
        }
        taken++;
        return Answer.TAKEN;
    }

    /** Whether somebody has this password. */
    public boolean verify(String sid, byte[] password) {
        Kept found = kept.get(sid);
        return found != null && StrongHash.fits(found.hash(), password);
    }

    /** How many passwords were taken so far. */
    public synchronized long taken() {
        return taken;
    }

    /** How many people have a password here. */
    public int size() {
        return kept.size();
    }
}
