package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.embedded.EmbeddedDirectory;
import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.AsyncSearchResultListener;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.OperationType;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the library must not do to a bell. */
class LdapBellTest {

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration SOON = Duration.ofSeconds(60);

    private final EmbeddedDirectory directory = EmbeddedDirectory.start();

    @AfterEach
    void stop() {
        directory.close();
    }

    private LDAPConnection connection() throws LDAPException {
        var impatient = new LDAPConnectionOptions();
        impatient.setResponseTimeoutMillis(OperationType.SEARCH, SHORT.toMillis());
        impatient.setAbandonOnTimeout(true);
        return new LDAPConnection(
                impatient,
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword());
    }

    private static final class Ears implements Bell.Listener {

        private final AtomicInteger rings = new AtomicInteger();
        private final CompletableFuture<DirectoryException> lost = new CompletableFuture<>();

        @Override
        public void rung() {
            rings.incrementAndGet();
        }

        @Override
        public void lost(DirectoryException cause) {
            lost.complete(cause);
        }
    }

    /** A notification that is registered without a time of its own: shows what the library does then. */
    private static final class Forgetful implements AsyncSearchResultListener {

        private static final long serialVersionUID = 1L;

        private final transient CompletableFuture<ResultCode> end = new CompletableFuture<>();

        @Override
        public void searchEntryReturned(SearchResultEntry entry) {}

        @Override
        public void searchReferenceReturned(SearchResultReference reference) {}

        @Override
        public void searchResultReceived(AsyncRequestID request, SearchResult result) {
            end.complete(result.getResultCode());
        }
    }

    @Test
    void a_silent_bell_outlives_the_time_that_the_library_gives_to_a_search() throws LDAPException {
        var ears = new Ears();
        var domain = new NamingContext(new ObjectGuid(new UUID(1, 1)), directory.baseDn());
        try (LDAPConnection connection = connection();
                Bell bell = LdapBell.registered(
                        new Session(connection, "the directory"), domain, ears, Controls.notification())) {
            var forgetful = new Forgetful();
            var request = new SearchRequest(
                    forgetful, directory.baseDn(), SearchScope.SUB, Filter.createPresenceFilter("objectClass"));
            request.addControl(Controls.notification());
            AsyncRequestID unused = connection.asyncSearch(request);
            await().atMost(SOON).until(forgetful.end::isDone);
            assertThat(forgetful.end).isCompletedWithValue(ResultCode.TIMEOUT);

            connection.add("OU=New," + directory.baseDn(), new Attribute("objectClass", "organizationalUnit"));

            await().atMost(SOON).until(() -> ears.rings.get() > 0);
            assertThat(ears.lost).isNotDone();
            bell.ping();
        }
    }
}
