package adsync.shipper;

import adsync.observe.LogKeys;
import adsync.scim.FoundUser;
import adsync.scim.ScimClient;
import adsync.scim.ScimOperation;
import adsync.scim.ScimOperation.Create;
import adsync.scim.ScimOutcome;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the provider keeps the externalId, by which we find an account again. The first account that is created is read back to
 * see. Knows too which creations came to no known end: only theirs is an account that has no externalId. Thread-safe.
 */
final class ExternalIdCheck {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExternalIdCheck.class);

    private final ScimClient client;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Set<String> uncertain = ConcurrentHashMap.newKeySet();
    private volatile boolean kept;
    private volatile boolean lost;

    ExternalIdCheck(ScimClient client) {
        this.client = client;
    }

    /** Notes an answer. Completes when what follows from it is known; never fails. */
    Future<Void> note(ScimOperation operation, ScimOutcome outcome) {
        if (operation instanceof Create create) {
            String externalId = create.resource().externalId();
            if (outcome instanceof ScimOutcome.Unknown) {
                uncertain.add(externalId);
            } else if (outcome instanceof ScimOutcome.Created created) {
                uncertain.remove(externalId);
                return verify(created.id(), externalId);
            }
        }
        return Future.succeededFuture();
    }

    /** Notes the answers of a bulk request like {@link #note(ScimOperation, ScimOutcome)}. */
    Future<Void> note(List<ScimOperation> operations, List<ScimOutcome> outcomes) {
        Future<Void> noted = Future.succeededFuture();
        for (int i = 0; i < operations.size(); i++) {
            ScimOperation operation = operations.get(i);
            ScimOutcome outcome = outcomes.get(i);
            noted = noted.compose(before -> note(operation, outcome));
        }
        return noted;
    }

    /** What cannot be read is no answer: the next creation asks. */
    private Future<Void> verify(String id, String externalId) {
        if (!asked.compareAndSet(false, true)) {
            return Future.succeededFuture();
        }
        return client.read(id).otherwise(Optional.empty()).map(account -> {
            if (account.isEmpty()) {
                asked.set(false);
            } else if (carries(account.get(), externalId)) {
                kept = true;
            } else {
                lost(id);
            }
            return null;
        });
    }

    private void lost(String id) {
        if (!lost) {
            LOGGER.atWarn()
                    .addKeyValue(LogKeys.DETAIL, "account " + id)
                    .log(
                            "the provider does not keep externalId: accounts are known by our journal alone, and are looked for"
                                    + " by userName; if the journal is lost, provider.adopt is needed to find them again");
        }
        lost = true;
    }

    /** Whether the provider is known not to keep it. */
    boolean lost() {
        return lost;
    }

    /** Whether an account of the object may be there that no externalId leads to. */
    boolean doubtful(String externalId) {
        return !kept && uncertain.contains(externalId);
    }

    /** Whether an account is that of an object: by its externalId, or because its creation had no known end and it has none. */
    boolean belongs(FoundUser account, String externalId) {
        if (carries(account, externalId)) {
            return true;
        }
        boolean ours = account.externalId().isEmpty() && uncertain.contains(externalId);
        if (ours) {
            lost(account.id());
        }
        return ours;
    }

    /** What became of an object's creation is known now. */
    void known(String externalId) {
        uncertain.remove(externalId);
    }

    private static boolean carries(FoundUser account, String externalId) {
        return account.externalId().filter(externalId::equalsIgnoreCase).isPresent();
    }
}
