package adsync.scim;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** What a token tells of itself, if it is a JSON Web Token (RFC 7519). Nothing of it is verified: it is the provider's. */
final class JsonWebToken {

    private JsonWebToken() {}

    /** When it ends (RFC 7519 4.1.4); empty if it is another kind of token, or does not say. */
    static Optional<Instant> end(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            var claims = new JsonObject(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return claims.getValue("exp") instanceof Number end
                    ? Optional.of(Instant.ofEpochSecond(end.longValue()))
                    : Optional.empty();
        } catch (IllegalArgumentException | DecodeException | ClassCastException | DateTimeException e) {
            return Optional.empty(); // another kind
        }
    }
}
