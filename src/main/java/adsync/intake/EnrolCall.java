package adsync.intake;

import adsync.journal.EnrolledController;
import adsync.journal.Enrolment;
import adsync.journal.PasswordJournal;
import adsync.observe.LogKeys;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives certificates: to whoever shows a token once, and to whoever has one already. Of one event loop. */
final class EnrolCall {

    private static final Logger LOGGER = LoggerFactory.getLogger(EnrolCall.class);

    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    private static final int MOST_ADDRESSES = 256;
    private static final Duration ASKED_WITHIN = Duration.ofSeconds(5);

    private final PasswordJournal passwords;
    private final Authority authority;
    private final ControllerDirectory directory;
    private final Supplier<JsonObject> policy;
    private final Clock clock;

    /** Tokens are long, but a guess still costs a look into the store: for all, and less for one address, which leaves some to others. */
    private final TokenBucket attempts;

    private final Map<String, TokenBucket> attemptsFrom = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    EnrolCall(
            PasswordJournal passwords,
            Authority authority,
            ControllerDirectory directory,
            Supplier<JsonObject> policy,
            Clock clock) {
        this.passwords = passwords;
        this.authority = authority;
        this.directory = directory;
        this.policy = policy;
        this.clock = clock;
        this.attempts = new TokenBucket(20, 200, clock);
    }

    /**
     * Binds a token to a key, or knows them again; fails with a {@link RefusedException}.
     *
     * @param address from which it is asked, as {@link Network} has it
     */
    Future<String> enrol(Buffer body, String address) {
        Duration own = attemptsFrom
                .computeIfAbsent(address, from -> new TokenBucket(1, 20, clock))
                .take(1);
        Duration wait = own.isZero() ? attempts.take(1) : own;
        if (!wait.isZero()) {
            throw new RefusedException(RefusedException.TOO_MANY, "too many enrolments", wait);
        }
        JsonObject asked = read(body);
        byte[] token = Invitations.digest(text(asked, "token"));
        String name = text(asked, "name");
        String guid = text(asked, "dc");
        if (!GUID.matcher(guid).matches()) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "dc must be an objectGUID");
        }
        return passwords.invited(token, clock.instant()).compose(found -> {
            EnrolledController invited = found.orElseThrow(EnrolCall::badToken);
            if (!invited.name().equalsIgnoreCase(name)) {
                throw new RefusedException(RefusedException.FORBIDDEN, "the token is for another domain controller");
            }
            Authority.Issued issued = authority.issue(request(asked), invited.name(), guid);
            return approved(invited.name(), guid)
                    .compose(approved -> passwords.enrol(
                            new Enrolment(token, issued.keyDigest(), guid, issued.digest(), issued.ends()),
                            clock.instant()))
                    .map(done -> {
                        if (!done) {
                            throw badToken();
                        }
                        LOGGER.atInfo()
                                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, invited.name())
                                .addKeyValue(LogKeys.OBJECT_GUID, guid)
                                .log("domain controller enrolled for passwords");
                        return answer(issued);
                    });
        });
    }

    private Future<Void> approved(String name, String guid) {
        return directory
                .complaint(name, guid)
                .recover(failure -> Future.failedFuture(new RefusedException(
                        RefusedException.UNAVAILABLE, "the directory cannot be asked now", Duration.ofSeconds(30))))
                .compose(complaint -> complaint.isEmpty()
                        ? Future.succeededFuture()
                        : Future.failedFuture(new RefusedException(RefusedException.FORBIDDEN, complaint.get())));
    }

    private static RefusedException badToken() {
        return new RefusedException(
                RefusedException.UNAUTHORIZED, "the token is unknown, too old, or was used with another key");
    }

    /** Gives a new certificate to whoever has one; fails with a {@link RefusedException}. */
    Future<String> renew(EnrolledController controller, Buffer body) {
        Authority.Issued issued = authority.issue(
                request(read(body)), controller.name(), controller.guid().orElse(""));
        return stillWritable(controller)
                .compose(writable -> passwords.renew(controller, issued.digest(), issued.ends()))
                .map(done -> {
                    if (!done) {
                        throw RefusedException.revoked();
                    }
                    LOGGER.atInfo()
                            .addKeyValue(LogKeys.DOMAIN_CONTROLLER, controller.name())
                            .log("certificate of a domain controller renewed");
                    return answer(issued);
                });
    }

    /** A directory that does not answer soon is no reason against it: the certificate was given for one that was writable. */
    private Future<Void> stillWritable(EnrolledController controller) {
        return directory
                .writable()
                .timeout(ASKED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .map(all -> all.isEmpty()
                        || all.stream()
                                .anyMatch(one -> controller
                                        .guid()
                                        .filter(one.objectGuid().toString()::equals)
                                        .isPresent()))
                .otherwise(true)
                .compose(writable -> writable
                        ? Future.succeededFuture()
                        : Future.failedFuture(new RefusedException(
                                RefusedException.FORBIDDEN, "it is no writable domain controller any more")));
    }

    private String answer(Authority.Issued issued) {
        return policy.get()
                .put("certificate", Base64.getUrlEncoder().withoutPadding().encodeToString(issued.octets()))
                .encode();
    }

    private static byte[] request(JsonObject asked) {
        try {
            return Base64.getUrlDecoder().decode(text(asked, "csr"));
        } catch (IllegalArgumentException e) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "csr must be in base64url");
        }
    }

    static JsonObject read(Buffer body) {
        try {
            return new JsonObject(body);
        } catch (DecodeException | ClassCastException e) {
            throw new RefusedException(RefusedException.BAD_REQUEST, "a JSON object is needed");
        }
    }

    private static String text(JsonObject asked, String name) {
        return Optional.ofNullable(asked.getValue(name))
                .filter(value -> value instanceof String text && !text.isEmpty())
                .map(Object::toString)
                .orElseThrow(() -> new RefusedException(RefusedException.BAD_REQUEST, name + " is missing"));
    }
}
