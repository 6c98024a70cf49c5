package adsync.testing;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A real SCIM 2.0 server for one test: empty when it starts, gone when it closes. The variants are unrelated engines,
 * so that what passes on all of them does not lean on the habits of one. Safe for any thread.
 */
public interface ScimServer extends AutoCloseable {

    /** The base URL, without a slash at its end. */
    String url();

    /** The name for HTTP Basic. */
    String userName();

    /** The password for HTTP Basic. */
    String password();

    /** The token for HTTP Bearer. */
    String token();

    /** A client that is let in, for what a test wants to ask or do itself. */
    ScimProbe probe();

    /** All users, read page by page through the public API. */
    default List<JsonObject> users() {
        return probe().all("/Users");
    }

    /** All groups, read page by page through the public API. */
    default List<JsonObject> groups() {
        return probe().all("/Groups");
    }

    /** Stops the server; blocks until it is gone. */
    @Override
    void close();
}
