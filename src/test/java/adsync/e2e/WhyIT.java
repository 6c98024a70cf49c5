package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.control.ControlClient;
import adsync.desk.Why;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What a running service says of a person: the directory's side of it, ours, and the provider's. */
class WhyIT extends SambaSuite {

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    private String group(String name, String member) throws LDAPException {
        String number = root.replaceAll("\\D", "");
        String dn = "CN=" + name + " " + number + "," + root;
        administrator.add(dn, new Attribute("objectClass", "group"), new Attribute("sAMAccountName", name + number));
        administrator.modify(dn, new Modification(ModificationType.ADD, "member", member));
        return dn;
    }

    private JsonObject why(String who) {
        try {
            return switch (ControlClient.ask(folder.resolve("state"), Why.NAME, new JsonObject().put("who", who))) {
                case ControlClient.Answered answered -> {
                    JsonObject body = answered.answer().body();
                    assertThat(answered.answer().found())
                            .as(body.encodePrettily())
                            .isTrue();
                    assertThat(body.containsKey("directoryNotAsked"))
                            .as(body.encodePrettily())
                            .isFalse();
                    assertThat(body.getJsonArray("people"))
                            .as(body.encodePrettily())
                            .hasSize(1);
                    yield body.getJsonArray("people").getJsonObject(0);
                }
                case ControlClient.Unreachable unreachable -> throw new AssertionError(unreachable.why());
            };
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void somebody_in_scope_is_explained_with_the_way_to_each_service_and_the_last_exchange() throws LDAPException {
        String ada = hire(person().with("title", "Clerk"), root);
        String lower = group("Lower", ada);
        String middle = group("Middle", lower);
        String mail = group("Mail", middle);
        Service service = start("""
                scope: {filter: "(title=Clerk)"}
                services:
                  mailbox: {groups: ["%s"]}
                  chat: {filter: "(title=Clerk)"}""".formatted(mail));
        awaitAccount(guid(ada), account -> true);
        awaitQuiet(service);
        replace(ada, "telephoneNumber", "+49 711 7");
        awaitAccount(guid(ada), account -> account.encode().contains("+49 711 7"));
        awaitQuiet(service);

        JsonObject person = why(ada);

        assertThat(person.getBoolean("inScope")).isTrue();
        assertThat(person.getString("scope"))
                .isEqualTo("It lives in " + root
                        + " (directory.root), and the filter matches it (scope.filter): (title=Clerk).");
        assertThat(person.getJsonObject("services"))
                .isEqualTo(new JsonObject().put("chat", "matches (title=Clerk)").put("mailbox", "is in " + mail));
        assertThat(person.getJsonObject("servicePaths"))
                .isEqualTo(new JsonObject()
                        .put(
                                "mailbox",
                                new JsonArray()
                                        .add(new JsonArray()
                                                .add(lower)
                                                .add(middle)
                                                .add(mail))));
        assertExchange(person);
    }

    private static void assertExchange(JsonObject person) {
        assertThat(person.getString("state")).isEqualTo("settled");
        assertThat(person.getJsonObject("provider").getJsonArray("acknowledged"))
                .contains("userName", "entitlements");
        JsonObject change = person.getJsonObject("lastChange");
        assertThat(change.getString("kind")).isEqualTo("updated");
        assertThat(change.getString("domainController")).isNotBlank();
        assertThat(change.getLong("usn")).isPositive();
        JsonObject answer = person.getJsonObject("lastAnswer");
        assertThat(answer.getString("outcome")).isEqualTo("shipped");
        assertThat(answer.getInteger("status")).isEqualTo(200);
        assertThat(answer.getString("request"))
                .isEqualTo("PATCH /Users/" + person.getJsonObject("provider").getString("id") + ": phoneNumbers");
        assertThat(answer.getString("correlationId")).isEqualTo(change.getString("correlationId"));
    }

    @Test
    void somebody_who_is_left_out_is_told_the_rule_although_we_never_saw_them() throws LDAPException {
        String tests = unit("Tests", root);
        String excluded = hire(person().with("title", "Clerk"), tests);
        String filtered = hire(person().with("title", "Robot"), root);
        String outside = hire(person(), samba.baseDn().replaceFirst("^", "CN=Users,"));
        start("""
                scope: {exclude: ["%s"], filter: "(title=Clerk)"}""".formatted(tests));

        assertThat(why(excluded).getString("scope"))
                .isEqualTo("It lives in an excluded place (scope.exclude): " + tests + ".");
        assertThat(why(filtered).getString("scope"))
                .isEqualTo("The filter does not match it (scope.filter): (title=Clerk).");
        JsonObject person = why(outside);
        assertThat(person.getString("scope"))
                .isEqualTo("It lives outside the selected roots (directory.roots): " + root + ".");
        assertThat(person.getBoolean("inScope")).isFalse();
        assertThat(person.getString("state")).isEqualTo("unknown");
        assertThat(person.getJsonObject("services")).isEmpty();
        administrator.delete(outside);
    }

    @Test
    void somebody_who_was_deleted_is_told_so() throws LDAPException {
        String ada = hire(person(), root);
        ObjectGuid guid = guid(ada);
        Service service = start();
        awaitAccount(guid, account -> true);

        administrator.delete(ada);

        awaitAccount(guid, account -> !account.getBoolean("active"));
        awaitQuiet(service);
        JsonObject person = why(guid.toString());
        assertThat(person.getString("scope")).isEqualTo("It is deleted in the directory.");
        assertThat(person.getBoolean("inScope")).isFalse();
        assertThat(person.getJsonObject("lastChange").getString("kind")).isEqualTo("deleted");
        await().atMost(SOON).until(() -> why(guid.toString()).getString("state").equals("settled"));
    }
}
