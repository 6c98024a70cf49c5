package adsync.desk;

import adsync.journal.Journal;
import adsync.observe.LogKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a domain controller off. Reads {@code name}. */
public final class RevokeController implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "dc-revoke";

    private static final Logger LOGGER = LoggerFactory.getLogger(RevokeController.class);

    private final Journal journal;

    RevokeController(Journal journal) {
        this.journal = journal;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        String name = Asked.text(asked, "name");
        return journal.passwords()
                .revoke(name)
                .onSuccess(revoked -> LOGGER.atInfo()
                        .addKeyValue(LogKeys.DOMAIN_CONTROLLER, name)
                        .addKeyValue(LogKeys.OUTCOME, revoked ? "revoked" : "not known")
                        .log("a domain controller was to be revoked"))
                .map(revoked -> revoked
                        ? Answer.done(name + " was revoked: its certificate and its token are refused from now on")
                        : Answer.nothing("there is no domain controller " + name + ": see adsync dc list"));
    }
}
