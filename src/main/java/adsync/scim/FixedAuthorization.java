package adsync.scim;

import adsync.secret.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Function;

/** One value as long as its secret stays the same. No record: it would print the value. */
final class FixedAuthorization implements Authorization {

    private final Vertx vertx;
    private final Secret secret;
    private final Function<String, String> form;

    /**
     * Of a secret.
     *
     * @param form the header's value for the secret's text
     */
    FixedAuthorization(Vertx vertx, Secret secret, Function<String, String> form) {
        this.vertx = vertx;
        this.secret = secret;
        this.form = form;
    }

    @Override
    public Future<String> header() {
        return Future.succeededFuture(form.apply(secret.reveal()));
    }

    /** Somebody else may have read the new secret meanwhile, so the text that was sent counts. */
    @Override
    public Future<Boolean> refused(String header) {
        String sent = secret.reveal();
        return form.apply(sent).equals(header)
                ? Authorization.renewed(vertx, secret, sent)
                : Future.succeededFuture(true);
    }
}
