package adsync.desk;

import adsync.intake.Invitations;
import adsync.observe.LogKeys;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Invites a domain controller to send passwords. Reads {@code name}, its DNS name. */
public final class AddController implements Question {

    /** How it is called on the control channel. */
    public static final String NAME = "dc-add";

    private static final Logger LOGGER = LoggerFactory.getLogger(AddController.class);

    private final Optional<Invitations> invitations;

    AddController(Optional<Invitations> invitations) {
        this.invitations = invitations;
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The token is in the answer once, and kept nowhere. */
    @Override
    public Future<Answer> ask(JsonObject asked) {
        String name = Asked.text(asked, "name");
        if (!Invitations.isName(name)) {
            return Future.failedFuture(new BadQuestionException("name must be the DNS name of a domain controller"));
        }
        if (invitations.isEmpty()) {
            return Future.succeededFuture(
                    Answer.nothing("no passwords are taken; to mend it: set passwords in the configuration"));
        }
        return invitations
                .get()
                .invite(name)
                .onSuccess(token -> LOGGER.atInfo()
                        .addKeyValue(LogKeys.DOMAIN_CONTROLLER, name)
                        .log("a domain controller was invited to send passwords"))
                .map(token -> Answer.of(new JsonObject()
                        .put("name", name)
                        .put("token", token)
                        .put("minutes", Invitations.GOOD_FOR.toMinutes())
                        .put(
                                "message",
                                "paste this on " + name + " within " + Invitations.GOOD_FOR.toMinutes()
                                        + " minutes; it works once and is not shown again:\n" + token)));
    }
}
