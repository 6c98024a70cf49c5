package adsync.embedded;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An endpoint for sealed passwords beside the users, for those who would not have them as an attribute. */
final class PasswordEndpoint {

    private static final Pattern PATH = Pattern.compile("(/Users/[^/?]+)/password");
    private static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User:";
    private static final String MARK = "mustChangePassword";

    private PasswordEndpoint() {}

    /** The path of the user whose password is told; empty if it is another request. */
    static Optional<String> user(String method, String path) {
        Matcher parts = PATH.matcher(path);
        return method.equals("POST") && parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }

    /** The same as a PATCH of the user. */
    static String asPatch(String body) {
        JsonArray operations = new JsonArray();
        try {
            JsonObject told = new JsonObject(body);
            operations.add(replace("encryptedPassword", told.getString("password", "")));
            if (told.getBoolean(MARK, false)) {
                operations.add(replace(MARK, true));
            }
        } catch (DecodeException | ClassCastException e) {
            operations.clear(); // a PATCH of nothing is refused
        }
        return new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:PatchOp"))
                .put("Operations", operations)
                .encode();
    }

    private static JsonObject replace(String attribute, Object value) {
        return new JsonObject()
                .put("op", "replace")
                .put("path", EXTENSION + attribute)
                .put("value", value);
    }
}
