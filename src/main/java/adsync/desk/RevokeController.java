package adsync.desk;

import adsync.journal.Journal;
import adsync.journal.StolenController;
import adsync.observe.LogKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a domain controller off. Reads {@code name} and {@code stolen}: whether what still waits of it is ended, too. */
public final class RevokeController implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "dc-revoke";

    private static final Logger LOGGER = LoggerFactory.getLogger(RevokeController.class);

    private final Journal journal;
    private final Clock clock;
    private final IntConsumer rejected;

    RevokeController(Journal journal, Clock clock, IntConsumer rejected) {
        this.journal = journal;
        this.clock = clock;
        this.rejected = rejected;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<Answer> ask(JsonObject asked) {
        String name = Asked.text(asked, "name");
        return Asked.flag(asked, "stolen") ? stolen(name) : retired(name);
    }

    private Future<Answer> retired(String name) {
        return journal.passwords()
                .revoke(name)
                .onSuccess(revoked -> log(name, revoked, 0))
                .map(revoked -> revoked
                        ? Answer.done(name + " was revoked: its certificate and its token are refused from now on")
                        : Answer.nothing("there is no domain controller " + name + ": see adsync dc list"));
    }

    private Future<Answer> stolen(String name) {
        return journal.passwords()
                .revokeStolen(name, clock.instant())
                .onSuccess(over -> {
                    log(name, over.revoked(), over.rejected());
                    if (anyOver(over)) {
                        rejected.accept(over.rejected());
                    }
                })
                .map(over -> over.revoked() || anyOver(over)
                        ? Answer.of(new JsonObject()
                                .put("message", told(name, over))
                                .put("revoked", over.revoked())
                                .put("rejected", over.rejected())
                                .put("underWay", over.underWay()))
                        : Answer.nothing("there is no domain controller " + name
                                + ", and nothing of it waits: see adsync dc list"));
    }

    private static boolean anyOver(StolenController over) {
        return over.rejected() > 0 || over.underWay() > 0;
    }

    private static String told(String name, StolenController over) {
        String refused = over.revoked()
                ? " was revoked: its certificate and its token are refused from now on"
                : " was revoked before";
        String underWay = over.underWay() > 0
                ? "; under way, so that the provider may have them (see the audit log): " + over.underWay()
                : "";
        return name + refused + "; passwords of it that waited and are not shipped: " + over.rejected() + underWay;
    }

    private static void log(String name, boolean revoked, int rejected) {
        LOGGER.atInfo()
                .addKeyValue(LogKeys.DOMAIN_CONTROLLER, name)
                .addKeyValue(LogKeys.OUTCOME, revoked ? "revoked" : "not known")
                .addKeyValue("rejected", rejected)
                .log("a domain controller was to be revoked");
    }
}
