package adsync.bench;

import adsync.testing.ScimServer;
import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.AsyncSearchResultListener;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A change notification that is answered by one request at once: no diff, no journal, nothing that survives. */
final class BareBell implements AutoCloseable, AsyncSearchResultListener {

    private static final long serialVersionUID = 1L;
    private static final int CONNECTIONS = 16;

    private final transient ScimServer server;
    private final transient Vertx vertx = Vertx.vertx();
    private final transient HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    private final transient LDAPConnection connection;
    private final transient Map<String, String> accounts;
    private transient volatile Timings timings = new Timings();
    private volatile long lastRing = System.nanoTime();

    /** Hears the naming context; the server already holds the accounts. */
    BareBell(Place place, ScimServer server) throws LDAPException {
        this.server = server;
        accounts = server.users().stream()
                .collect(Collectors.toMap(
                        user -> user.getString("externalId").toLowerCase(Locale.ROOT), user -> user.getString("id")));
        connection = place.connect(place.service());
        var request =
                new SearchRequest(this, place.baseDn(), SearchScope.SUB, "(objectClass=*)", "objectGUID", "title");
        request.setControls(new Control("1.2.840.113556.1.4.528", true));
        request.setResponseTimeoutMillis(0);
        AsyncRequestID unused = connection.asyncSearch(request);
    }

    void tell(Timings listening) {
        timings = listening;
    }

    boolean quiet() {
        return System.nanoTime() - lastRing > TimeUnit.SECONDS.toNanos(3);
    }

    @Override
    public void searchEntryReturned(SearchResultEntry entry) {
        lastRing = System.nanoTime();
        String guid = Timings.guid(entry);
        String account = accounts.get(guid);
        if (account == null) {
            return;
        }
        var body = new JsonObject()
                .put("schemas", new JsonArray().add("urn:ietf:params:scim:api:messages:2.0:PatchOp"))
                .put(
                        "Operations",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("op", "replace")
                                        .put("path", "title")
                                        .put("value", entry.getAttributeValue("title"))));
        client.request(BareProvider.options(server, HttpMethod.PATCH, "/Users/" + account))
                .compose(patch -> patch.send(body.toBuffer()))
                .compose(response -> response.body().map(response))
                .onSuccess(response -> {
                    if (response.statusCode() / 100 == 2) {
                        timings.answered(guid);
                    }
                });
    }

    @Override
    public void searchReferenceReturned(SearchResultReference reference) {}

    @Override
    public void searchResultReceived(AsyncRequestID request, SearchResult result) {}

    @Override
    public void close() {
        connection.close();
        vertx.close().await();
    }
}
