package adsync.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.e2e.SambaSuite;
import adsync.testing.Fault;
import adsync.testing.FaultProxy;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy between ADSync and a real SCIM server answers wrongly, late or not at all. */
abstract class ProviderFaultsSuite extends SambaSuite {

    static final Duration PATIENTLY = Duration.ofSeconds(90);

    FaultProxy proxy;

    /** How users are changed. */
    String changes() {
        return "PATCH";
    }

    @BeforeEach
    void stepBetween() {
        proxy = FaultProxy.before(provider.url());
    }

    @AfterEach
    void stepAside() {
        proxy.close();
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("429 with Retry-After", Fault.tooManyRequests(Duration.ofSeconds(1))),
                Arguments.of("500", Fault.status(500)),
                Arguments.of("503", Fault.status(503)),
                Arguments.of("a reset before the server acted", new Fault.ResetBefore()),
                Arguments.of("a reset after the server acted", new Fault.ResetAfter()),
                Arguments.of("an answer cut off", new Fault.CutOff()),
                Arguments.of("truncated JSON", new Fault.Truncate()),
                Arguments.of("an answer later than the time-out", new Fault.Delay(Duration.ofSeconds(7))),
                Arguments.of("a page of HTML", Fault.html()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_fault_delays_a_user_and_neither_loses_nor_doubles_it(String name, Fault fault) throws LDAPException {
        startAt(proxy.url());
        proxy.once(request -> request.method().equals("POST"), fault);

        String dn = hire(person().with("title", "Analyst"), root);
        ObjectGuid guid = guid(dn);
        await().atMost(PATIENTLY).until(() -> account(guid).isPresent());
        proxy.once(request -> request.method().equals(changes()), fault);
        replace(dn, "title", "Director");

        await().atMost(PATIENTLY)
                .until(() -> "Director".equals(account(guid).orElseThrow().getString("title")));
        assertThat(provider.users()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void a_fault_of_a_bulk_request_neither_loses_nor_doubles_anybody(String name, Fault fault) throws LDAPException {
        for (int i = 0; i < 60; i++) {
            hire(person(), root);
        }
        proxy.once(request -> request.path().endsWith("/Bulk"), fault);

        Service service = startAt(proxy.url());

        await().atMost(PATIENTLY).until(() -> service.statistics().links() == 60);
        assertThat(proxy.count("POST", "/scim/v2/Bulk")).isPositive();
        assertThat(Comparison.differences(administrator, root, provider.users()))
                .isEmpty();
    }

    @Test
    void an_object_the_provider_refuses_is_parked_with_the_cause_and_stops_nobody() throws LDAPException {
        Service service = startAt(proxy.url());
        proxy.always(
                request -> request.body().contains("Poison"),
                new Fault.Answer(
                        400,
                        Map.of("Content-Type", "application/scim+json"),
                        "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"400\","
                                + "\"scimType\":\"invalidValue\",\"detail\":\"no such title\"}"));
        String bad = hire(person().with("title", "Poison"), root);
        ObjectGuid good = guid(hire(person(), root));

        awaitAccount(good, account -> true);
        await().atMost(PATIENTLY).until(() -> service.statistics().parked() == 1);
        awaitTold(service, "no such title");
        assertThat(account(guid(bad))).isEmpty();

        replace(bad, "title", "Analyst");
        awaitAccount(guid(bad), account -> "Analyst".equals(account.getString("title")));
        assertThat(service.statistics().parked()).isZero();
    }

    /** What became of a change is told a moment after it is settled. */
    private static void awaitTold(Service service, String detail) {
        await().atMost(PATIENTLY)
                .until(() -> service.settled().stream()
                        .anyMatch(settled -> settled.detail().contains(detail)));
    }

    private String strangerWith(String login, JsonObject more) {
        var stranger = new JsonObject()
                .put("schemas", List.of("urn:ietf:params:scim:schemas:core:2.0:User"))
                .put("userName", login)
                .put("active", true)
                .mergeIn(more);
        var answer = provider.probe().post("/Users", stranger);
        assertThat(answer.status()).isEqualTo(201);
        return answer.json().getString("id");
    }

    /** The key goes below the provider's, behind its URL. */
    private Service startAdopting(String adopt) {
        return startAt(proxy.url() + "\n  adopt: " + adopt);
    }

    private String login(String dn) throws LDAPException {
        return Objects.requireNonNull(
                Objects.requireNonNull(administrator.getEntry(dn)).getAttributeValue("userPrincipalName"));
    }

    @Test
    void a_login_that_is_taken_by_a_stranger_is_parked_unless_it_may_be_adopted() throws LDAPException {
        String dn = hire(person(), root);
        strangerWith(login(dn), new JsonObject());

        Service service = startAt(proxy.url());
        await().atMost(PATIENTLY).until(() -> service.statistics().parked() == 1);
        awaitTold(service, "provider.adopt");
        assertThat(account(guid(dn))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unmanaged", "always"})
    void an_account_that_nobody_manages_is_adopted_and_filled(String adopt) throws LDAPException {
        String dn = hire(person().with("title", "Analyst"), root);
        String id = strangerWith(login(dn), new JsonObject().put("title", "Stranger"));

        startAdopting(adopt);

        awaitAccount(guid(dn), account -> "Analyst".equals(account.getString("title")));
        assertThat(account(guid(dn)).orElseThrow().getString("id")).isEqualTo(id);
        assertThat(provider.users()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"unmanaged", "always"})
    void an_account_of_another_system_is_adopted_only_if_all_may_be(String adopt) throws LDAPException {
        String dn = hire(person(), root);
        String id = strangerWith(login(dn), new JsonObject().put("externalId", "employee-4711"));

        Service service = startAdopting(adopt);

        if (adopt.equals("always")) {
            awaitAccount(guid(dn), account -> id.equals(account.getString("id")));
        } else {
            await().atMost(PATIENTLY).until(() -> service.statistics().parked() == 1);
            assertThat(account(guid(dn))).isEmpty();
            assertThat(provider.users())
                    .singleElement()
                    .matches(account -> "employee-4711".equals(account.getString("externalId")));
        }
        assertThat(provider.users()).hasSize(1);
    }
}
