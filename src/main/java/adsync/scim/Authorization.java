package adsync.scim;

import adsync.secret.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What goes into the {@code Authorization} header. */
interface Authorization {

    /** The value; fails with a {@link ScimException} if there is none to be had. */
    Future<String> header();

    /**
     * Told that the provider refused a value.
     *
     * @return whether another one may be asked for; never fails
     */
    Future<Boolean> refused(String header);

    /**
     * Reads a secret again that was refused.
     *
     * @return whether it is another one now; never fails
     */
    static Future<Boolean> renewed(Vertx vertx, Secret secret, String refused) {
        return vertx.executeBlocking(() -> secret.renewed(refused), false)
                .transform(read -> Future.succeededFuture(read.succeeded() && Boolean.TRUE.equals(read.result())));
    }

    /** HTTP Basic (RFC 7617), in UTF-8. */
    static String basic(String user, String password) {
        byte[] pair = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
