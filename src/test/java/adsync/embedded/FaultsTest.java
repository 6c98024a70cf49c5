package adsync.embedded;

import static adsync.embedded.Lab.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPSearchException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything that can go wrong on demand does, and stops on demand. */
class FaultsTest {

    private Lab lab;
    private Lab.Reader reader;

    @BeforeEach
    void start() throws LDAPException {
        lab = new Lab();
        lab.user("CN=alice");
        reader = new Lab.Reader(lab.service(), lab.base(), 0, "(objectClass=*)", "name", "title", "isDeleted");
        reader.cycle();
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    private void change(String title) throws LDAPException {
        lab.set("CN=alice", "title", title);
    }

    @Test
    void ordered_failures_come_in_order_and_end() throws LDAPException {
        change("one");
        lab.faults().failNextDirSync(1, ResultCode.BUSY);
        lab.faults().failNextDirSync(1, ResultCode.TIME_LIMIT_EXCEEDED);

        assertThat(refusal(reader::page)).isEqualTo(ResultCode.BUSY);
        assertThat(refusal(reader::page)).isEqualTo(ResultCode.TIME_LIMIT_EXCEEDED);
        assertThat(reader.page()).hasSize(1);

        lab.faults().failNextSearches(5, ResultCode.UNAVAILABLE);
        assertThat(refusal(() -> lab.administrator().search(lab.base(), SearchScope.BASE, "(objectClass=*)")))
                .isEqualTo(ResultCode.UNAVAILABLE);
        lab.faults().clearFailures();
        assertThat(refusal(() -> lab.administrator().search(lab.base(), SearchScope.BASE, "(objectClass=*)")))
                .isEqualTo(ResultCode.SUCCESS);

        lab.faults().failNextBinds(1, ResultCode.BUSY);
        assertThat(refusal(() -> lab.service())).isEqualTo(ResultCode.BUSY);
    }

    @Test
    void empty_pages_promise_more_and_keep_the_promise() throws LDAPException {
        change("one");
        lab.faults().emptyPages(2);

        assertThat(reader.page()).isEmpty();
        assertThat(reader.more()).isTrue();
        assertThat(reader.page()).isEmpty();
        assertThat(reader.page()).hasSize(1);
        assertThat(reader.more()).isFalse();
    }

    @Test
    void a_repeated_cookie_leads_nowhere() throws LDAPException {
        byte[] before = reader.cookieOctets();
        change("one");
        lab.faults().repeatCookie(1);

        assertThat(reader.page()).hasSize(1);
        assertThat(reader.more()).isTrue();
        assertThat(reader.cookieOctets()).isEqualTo(before);
        assertThat(reader.page()).hasSize(1);
        assertThat(reader.more()).isFalse();
    }

    @Test
    void the_response_control_can_be_missing() throws LDAPException {
        lab.faults().omitDirSyncControl(1);
        SearchRequest request = new SearchRequest(lab.base(), SearchScope.SUB, "(objectClass=*)", "name");
        request.addControl(new ActiveDirectoryDirSyncControl(true, 0, Integer.MAX_VALUE, null));

        SearchResult result = lab.administrator().search(request);

        assertThat(ActiveDirectoryDirSyncControl.get(result)).isNull();
    }

    @Test
    void an_answer_can_break_off_in_the_middle() {
        lab.faults().breakDirSync(1);
        reader.from(null);

        LDAPSearchException broken =
                Objects.requireNonNull(catchThrowableOfType(LDAPSearchException.class, reader::page));

        assertThat(broken.getResultCode()).isEqualTo(ResultCode.SERVER_DOWN);
        assertThat(broken.getEntryCount()).isPositive();
    }

    @Test
    void frozen_it_accepts_and_says_nothing_until_it_thaws() throws LDAPException {
        lab.faults().freeze();
        LDAPConnection connection =
                new LDAPConnection(lab.directory().host(), lab.directory().port());
        CompletableFuture<ResultCode> bind = CompletableFuture.supplyAsync(
                () -> refusal(() -> connection.bind(lab.directory().serviceAccount(), Lab.PASSWORD)));
        assertThat(bind).isNotDone();
        assertThat(bind.completeOnTimeout(ResultCode.TIMEOUT, 200, TimeUnit.MILLISECONDS)
                        .join())
                .isEqualTo(ResultCode.TIMEOUT);

        lab.faults().thaw();

        assertThat(refusal(connection::getRootDSE)).isEqualTo(ResultCode.SUCCESS);
        connection.close();
    }

    @Test
    void answers_can_take_their_time() throws LDAPException {
        lab.faults().delay(Duration.ofMillis(120));
        long before = System.nanoTime();
        lab.administrator().getRootDSE();
        long delayed = System.nanoTime() - before;
        lab.faults().delay(Duration.ZERO);

        assertThat(Duration.ofNanos(delayed)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void all_connections_can_be_dropped_and_new_ones_are_welcome() throws LDAPException {
        lab.faults().closeAllConnections();

        await().until(() -> lab.directory().openConnections() == 0);
        assertThat(refusal(() -> lab.administrator().search(lab.base(), SearchScope.BASE, "(objectClass=*)")))
                .isEqualTo(ResultCode.SERVER_DOWN);
        assertThat(lab.service().isConnected()).isTrue();
    }

    @Test
    void cookies_can_lose_their_value() throws LDAPException {
        lab.faults().invalidateCookies();

        assertThat(refusal(reader::page)).isEqualTo(ResultCode.PROTOCOL_ERROR);
        reader.from(null).cycle();
        assertThat(refusal(reader::page)).isEqualTo(ResultCode.SUCCESS);
    }

    @Test
    void a_restored_database_has_a_new_identity_and_repeats_nothing() throws LDAPException {
        byte[] before = invocationId();
        lab.faults().renewInvocationId();

        assertThat(invocationId()).isNotEqualTo(before);
        assertThat(reader.cycle()).isEmpty();
        change("one");
        assertThat(reader.cycle()).hasSize(1);
        assertThat(reader.cycle()).isEmpty();
    }

    private byte[] invocationId() throws LDAPException {
        String service = Objects.requireNonNull(
                Objects.requireNonNull(lab.administrator().getRootDSE()).getAttributeValue("dsServiceName"));
        SearchResultEntry settings = Objects.requireNonNull(lab.administrator().getEntry(service, "invocationId"));
        return Objects.requireNonNull(settings.getAttributeValueBytes("invocationId"));
    }

    @Test
    void after_a_rollback_new_changes_are_lost_to_old_cookies() throws LDAPException {
        change("one");
        reader.cycle();
        long before = lab.directory().highestUsn();
        lab.faults().rollBackUsn(50);
        assertThat(lab.directory().highestUsn()).isEqualTo(before - 50);

        change("two");

        assertThat(reader.cycle()).isEmpty();
        assertThat(reader.from(null).cycle())
                .extracting(entry -> entry.getAttributeValue("title"))
                .contains("two");
    }

    @Test
    void rights_can_be_taken_and_given_back() throws LDAPException {
        lab.faults().revokeReplicationRight();
        assertThat(refusal(reader::page)).isEqualTo(ResultCode.INSUFFICIENT_ACCESS_RIGHTS);
        lab.faults().grantReplicationRight();
        assertThat(refusal(reader::page)).isEqualTo(ResultCode.SUCCESS);

        lab.administrator().delete(lab.dn("CN=alice"));
        lab.faults().revokeDeletedObjectsRight();
        SearchRequest deleted = new SearchRequest(lab.base(), SearchScope.SUB, "(name=alice*)", "name");
        deleted.addControl(Lab.SHOW_DELETED);
        assertThat(Lab.names(lab.administrator().search(deleted))).isEmpty();
    }

    @Test
    void everything_can_be_hidden() throws LDAPException {
        lab.faults().hideEverything(true);

        assertThat(reader.from(null).cycle()).isEmpty();
        assertThat(Lab.names(lab.administrator().search(lab.base(), SearchScope.SUB, "(objectClass=user)")))
                .isEmpty();
        lab.faults().hideEverything(false);
        assertThat(Lab.names(lab.administrator().search(lab.base(), SearchScope.SUB, "(objectClass=user)")))
                .isNotEmpty();
    }

    @Test
    void collected_and_expunged_objects_vanish_without_a_word() throws LDAPException {
        lab.user("CN=bob");
        byte[] bob = Objects.requireNonNull(lab.entry("CN=bob").getAttributeValueBytes("objectGUID"));
        reader.cycle();
        ASN1OctetString cookie = reader.cookie();
        lab.administrator().delete(lab.dn("CN=alice"));
        assertThat(reader.cycle()).hasSize(1);

        lab.faults().collectGarbage();
        lab.faults().expunge(Guid.ofOctets(bob));

        List<SearchResultEntry> entries = reader.from(cookie).cycle();
        assertThat(entries).isEmpty();
        assertThat(refusal(() -> lab.administrator().search(lab.dn("CN=bob"), SearchScope.BASE, "(objectClass=*)")))
                .isEqualTo(ResultCode.NO_SUCH_OBJECT);
    }
}
