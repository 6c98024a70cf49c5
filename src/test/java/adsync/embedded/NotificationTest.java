package adsync.embedded;

import static adsync.embedded.Lab.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.unboundid.ldap.sdk.AsyncRequestID;
import com.unboundid.ldap.sdk.AsyncSearchResultListener;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultReference;
import com.unboundid.ldap.sdk.SearchScope;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The search that stays pending and rings at every change. */
class NotificationTest {

    private static final Control NOTIFICATION = new Control("1.2.840.113556.1.4.528", true);

    private Lab lab;
    private LDAPConnection bell;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
        lab.unit("OU=Staff");
        bell = lab.service();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    /** What a pending search was told. */
    private static final class Heard implements AsyncSearchResultListener {

        private final List<SearchResultEntry> entries = new CopyOnWriteArrayList<>();
        private final List<ResultCode> results = new CopyOnWriteArrayList<>();
        private @Nullable AsyncRequestID request;

        @Override
        public void searchEntryReturned(SearchResultEntry entry) {
            entries.add(entry);
        }

        @Override
        public void searchReferenceReturned(SearchResultReference reference) {
            throw new AssertionError("a notification refers to nobody");
        }

        @Override
        public void searchResultReceived(AsyncRequestID id, SearchResult result) {
            results.add(result.getResultCode());
        }
    }

    private static SearchRequest request(Heard heard, String base, SearchScope scope, String filter, Control... more)
            throws LDAPException {
        SearchRequest request = new SearchRequest(heard, base, scope, filter, "title", "uSNChanged");
        request.setResponseTimeoutMillis(0);
        request.addControl(NOTIFICATION);
        for (Control control : more) {
            request.addControl(control);
        }
        return request;
    }

    /** Registers and waits for the answer to a read behind it, which proves that it is in force. */
    private Heard listen(LDAPConnection connection, String base, SearchScope scope, Control... more)
            throws LDAPException {
        Heard heard = new Heard();
        heard.request = connection.asyncSearch(request(heard, base, scope, "(objectClass=*)", more));
        connection.getRootDSE();
        return heard;
    }

    @Test
    void it_says_nothing_until_something_changes_and_then_what_is() throws LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("title", "Engineer"));
        Heard heard = listen(bell, lab.base(), SearchScope.SUB);
        assertThat(heard.entries).isEmpty();

        lab.set("CN=alice,OU=Staff", "description", "new");

        await().untilAsserted(() -> assertThat(heard.entries).hasSize(1));
        assertThat(heard.entries.get(0).getDN()).isEqualTo(lab.dn("CN=alice,OU=Staff"));
        assertThat(heard.entries.get(0).getAttributeValue("title")).isEqualTo("Engineer");
        assertThat(heard.entries.get(0).hasAttribute("description")).isFalse();
        assertThat(heard.results).isEmpty();
    }

    @Test
    void adds_renames_moves_links_and_deletions_ring() throws LDAPException {
        Heard heard = listen(bell, lab.base(), SearchScope.SUB);

        String alice = lab.user("CN=alice,OU=Staff");
        await().untilAsserted(() -> assertThat(heard.entries).hasSize(1));
        lab.administrator().modifyDN(alice, "CN=alicia", true, lab.base());
        await().untilAsserted(() -> assertThat(heard.entries).hasSize(2));
        lab.group("CN=team");
        await().untilAsserted(() -> assertThat(heard.entries).hasSize(3));
        lab.add("CN=team", "member", lab.dn("CN=alicia"));
        await().untilAsserted(() -> assertThat(heard.entries).hasSize(4));
        assertThat(heard.entries.get(3).getDN()).isEqualTo(lab.dn("CN=team"));
        lab.administrator().delete(lab.dn("CN=alicia"));
        await().untilAsserted(() -> assertThat(heard.entries).hasSize(5));
        assertThat(heard.entries.get(4).getDN()).contains("\\0ADEL:");
    }

    @Test
    void samba_tells_of_deletions_only_if_asked() throws LDAPException {
        try (Lab samba = new Lab(DirectoryProfile.samba())) {
            samba.user("CN=alice");
            samba.user("CN=bob");
            LDAPConnection connection = samba.service();
            Heard plain = listen(connection, samba.base(), SearchScope.SUB);
            Heard deletedToo = listen(connection, samba.base(), SearchScope.SUB, Lab.SHOW_DELETED);

            samba.administrator().delete(samba.dn("CN=alice"));
            samba.set("CN=bob", "title", "new");

            await().untilAsserted(() -> assertThat(deletedToo.entries).hasSize(2));
            await().untilAsserted(() -> assertThat(plain.entries).hasSize(1));
            assertThat(plain.entries.get(0).getDN()).isEqualTo(samba.dn("CN=bob"));
        }
    }

    @Test
    void the_scope_counts() throws LDAPException {
        lab.unit("OU=Sales");
        Heard children = listen(bell, lab.dn("OU=Staff"), SearchScope.ONE);
        Heard everything = listen(bell, lab.base(), SearchScope.SUB);

        lab.user("CN=bob,OU=Sales");
        lab.user("CN=alice,OU=Staff");

        await().untilAsserted(() -> assertThat(everything.entries).hasSize(2));
        await().untilAsserted(() -> assertThat(children.entries).hasSize(1));
        assertThat(children.entries.get(0).getDN()).isEqualTo(lab.dn("CN=alice,OU=Staff"));
    }

    @Test
    void other_filters_are_too_complex() throws LDAPException {
        Heard heard = new Heard();

        heard.request = bell.asyncSearch(request(heard, lab.base(), SearchScope.SUB, "(objectClass=user)"));

        await().untilAsserted(() -> assertThat(heard.results).containsExactly(ResultCode.UNWILLING_TO_PERFORM));
    }

    @Test
    void a_connection_holds_five_and_the_sixth_is_refused() throws LDAPException {
        for (int at = 0; at < 5; at++) {
            assertThat(listen(bell, lab.base(), SearchScope.SUB).results).isEmpty();
        }

        Heard sixth = listen(bell, lab.base(), SearchScope.SUB);

        await().untilAsserted(() -> assertThat(sixth.results).containsExactly(ResultCode.ADMIN_LIMIT_EXCEEDED));
    }

    @Test
    void an_abandoned_one_is_silent_and_frees_its_place() throws LDAPException {
        Heard heard = listen(bell, lab.base(), SearchScope.SUB);
        for (int at = 0; at < 4; at++) {
            listen(bell, lab.base(), SearchScope.SUB);
        }
        bell.abandon(Objects.requireNonNull(heard.request));
        Heard other = listen(bell, lab.base(), SearchScope.SUB);

        lab.user("CN=alice,OU=Staff");

        await().untilAsserted(() -> assertThat(other.entries).hasSize(1));
        assertThat(heard.entries).isEmpty();
    }

    @Test
    void it_can_end_with_a_result_be_refused_and_fall_silent() throws LDAPException {
        Heard ended = listen(bell, lab.base(), SearchScope.SUB);
        lab.faults().endNotifications(ResultCode.BUSY);
        await().untilAsserted(() -> assertThat(ended.results).containsExactly(ResultCode.BUSY));

        lab.faults().refuseNotifications(ResultCode.UNAVAILABLE);
        Heard refused = listen(bell, lab.base(), SearchScope.SUB);
        await().untilAsserted(() -> assertThat(refused.results).containsExactly(ResultCode.UNAVAILABLE));

        lab.faults().acceptNotifications();
        Heard heard = listen(bell, lab.base(), SearchScope.SUB);
        lab.faults().silenceNotifications(true);
        lab.user("CN=alice,OU=Staff");
        lab.faults().silenceNotifications(false);
        lab.user("CN=bob,OU=Staff");
        await().untilAsserted(() -> assertThat(heard.entries).hasSize(1));
        assertThat(heard.entries.get(0).getDN()).isEqualTo(lab.dn("CN=bob,OU=Staff"));
    }

    @Test
    void nobody_bound_hears_nothing() throws LDAPException {
        try (LDAPConnection anonymous =
                new LDAPConnection(lab.directory().host(), lab.directory().port())) {
            Heard heard = listen(anonymous, lab.base(), SearchScope.SUB);

            await().untilAsserted(() -> assertThat(heard.results).containsExactly(ResultCode.OPERATIONS_ERROR));
        }
    }

    @Test
    void a_client_that_does_not_read_stops_nobody() throws IOException, LDAPException {
        lab.user("CN=alice,OU=Staff", new Attribute("description", "x".repeat(100_000)));
        try (Socket deaf = new Socket(lab.directory().host(), lab.directory().port())) {
            deaf.setReceiveBufferSize(1024);
            OutputStream output = deaf.getOutputStream();
            output.write(Frames.bind(1, lab.directory().serviceAccount(), Lab.PASSWORD));
            output.write(Frames.notification(2, lab.base(), "description"));
            output.flush();
            await().until(() -> lab.directory().openConnections() >= 3);

            for (int at = 0; at < 200; at++) {
                lab.set("CN=alice,OU=Staff", "title", "title " + at);
            }

            assertThat(refusal(() -> lab.entry("CN=alice,OU=Staff", "title"))).isEqualTo(ResultCode.SUCCESS);
            lab.faults().closeAllConnections();
            await().until(() -> lab.directory().openConnections() == 0);
        }
    }
}
