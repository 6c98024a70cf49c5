package adsync.e2e;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import adsync.change.ObjectGuid;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import com.unboundid.ldap.sdk.LDAPException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the audit log tells of a person whom an administrator changes. */
class AuditIT extends SambaSuite {

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    @Test
    void it_tells_when_the_directory_changed_a_user_and_of_a_deletion_only_when_it_was_seen() throws LDAPException {
        start();
        String ada = hire(person(), root);
        ObjectGuid guid = guid(ada);
        String bob = hire(person(), root);
        ObjectGuid other = guid(bob);
        awaitAccount(guid, account -> account.getBoolean("active"));
        awaitAccount(other, account -> account.getBoolean("active"));
        String elsewhere = unit("Elsewhere " + root.replaceAll("\\D", ""), samba.baseDn());

        replace(ada, "title", "Chancellor");
        assertThat(line(guid, "updated").getString("whenChanged")).isEqualTo(whenChanged(ada));
        String name = ada.substring(0, ada.indexOf(",OU="));
        administrator.modifyDN(ada, name, true, elsewhere);
        assertThat(line(guid, "left_scope").getString("whenChanged")).isEqualTo(whenChanged(name + "," + elsewhere));
        administrator.delete(bob);

        JsonObject deleted = line(other, "deleted");
        assertThat(deleted.containsKey("whenChanged")).isFalse();
        assertThat(deleted.getString("seenAt")).isNotEmpty();
    }

    private String whenChanged(String dn) throws LDAPException {
        return requireNonNull(requireNonNull(administrator.getEntry(dn, "whenChanged"))
                        .getAttributeValueAsDate("whenChanged"))
                .toInstant()
                .toString();
    }

    private JsonObject line(ObjectGuid guid, String kind) {
        return await().atMost(SOON)
                .ignoreExceptions() // no file yet, or half a line
                .until(
                        () -> lines().stream()
                                .filter(line -> line.getString("objectGUID").equals(guid.toString()))
                                .filter(line -> line.getString("kind").equals(kind))
                                .filter(line -> line.getString("outcome").equals("shipped"))
                                .toList(),
                        found -> !found.isEmpty())
                .getLast();
    }

    private List<JsonObject> lines() {
        Path file = folder.resolve("state").resolve("audit").resolve("audit.jsonl");
        try {
            return Files.readAllLines(file).stream().map(JsonObject::new).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
