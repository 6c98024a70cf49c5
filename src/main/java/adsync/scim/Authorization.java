package adsync.scim;

import adsync.secret.Secret;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What goes into the {@code Authorization} header. */
interface Authorization {

    /** The value; fails with a {@link ScimException} if there is none to be had. */
    Future<String> header();

    /**
     * Told that the provider refused a value.
     *
     * @return whether another one may be asked for
     */
    boolean refused(String header);

    /** HTTP Basic (RFC 7617), in UTF-8. */
    static String basic(String user, Secret password) {
        byte[] pair = (user + ':' + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
