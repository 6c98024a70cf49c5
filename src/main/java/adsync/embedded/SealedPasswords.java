package adsync.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.captaingoldfish.scim.sdk.common.exceptions.ScimException;
import de.captaingoldfish.scim.sdk.common.resources.User;
import org.jspecify.annotations.Nullable;

/** Takes the sealed password off a user who is written. Without a receiver it stays where it is. */
final class SealedPasswords {

    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User";
    private static final String ATTRIBUTE = "encryptedPassword";

    private volatile @Nullable PasswordReceiver receiver;

    void open(PasswordReceiver newReceiver) {
        receiver = newReceiver;
    }

    void take(User user) {
        PasswordReceiver opens = receiver;
        if (opens == null || !(user.get(EXTENSION) instanceof ObjectNode extension) || !extension.has(ATTRIBUTE)) {
            return;
        }
        JsonNode sealed = extension.remove(ATTRIBUTE);
        JsonNode sid = extension.get("objectSid");
        PasswordReceiver.Answer answer = opens.receive(sid == null ? "" : sid.asText(), sealed.asText());
        if (answer != PasswordReceiver.Answer.TAKEN) {
            throw new Refused(answer);
        }
    }

    /** The answer to a password that is not taken. */
    private static final class Refused extends ScimException {

        private static final long serialVersionUID = 1L;

        Refused(PasswordReceiver.Answer answer) {
            super("the password is not taken", null, answer.status(), null);
        }
    }
}
