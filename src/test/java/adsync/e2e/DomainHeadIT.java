package adsync.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.ObjectGuid;
import adsync.testing.ScimServer;
import adsync.testing.SdkScimServer;
import adsync.testing.Service;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With the whole domain as the root, everything that a domain keeps for itself lies in it. */
class DomainHeadIT extends SambaSuite {

    @Override
    protected ScimServer provider() {
        return SdkScimServer.start();
    }

    private List<String> logins() {
        return provider.probe().find("/Users", "userName pr").stream()
                .map(account -> account.getString("userName"))
                .toList();
    }

    @Test
    void nobody_but_people_gets_an_account() throws LDAPException {
        String staff = root;
        root = samba.baseDn();
        String ada = hire(person(), staff);
        String lost = hire(person(), staff);
        ObjectGuid guidOfLost = guid(lost);
        String rdn = lost.substring(0, lost.indexOf(','));
        String machine = "CN=PC " + staff.replaceAll("\\D", "") + ",CN=Computers," + root;
        administrator.add(
                machine,
                new Attribute("objectClass", "computer"),
                new Attribute("sAMAccountName", "PC" + staff.replaceAll("\\D", "") + "$"),
                new Attribute("userAccountControl", "4096"));
        administrator.modifyDN(new ModifyDNRequest(lost, rdn, true, "CN=LostAndFound," + root));

        Service service = start();
        awaitAccount(guid(ada), account -> account.getBoolean("active"));
        awaitQuiet(service);

        assertThat(account(guidOfLost)).isEmpty();
        assertThat(account(guid(machine))).isEmpty();
        assertThat(account(guid("CN=krbtgt,CN=Users," + root))).isEmpty();
        assertThat(logins()).noneMatch(login -> login.contains("$") || login.startsWith("krbtgt"));

        administrator.modifyDN(new ModifyDNRequest(rdn + ",CN=LostAndFound," + root, rdn, true, staff));
        awaitAccount(guidOfLost, account -> account.getBoolean("active"));
        administrator.modifyDN(new ModifyDNRequest(lost, rdn, true, "CN=LostAndFound," + root));
        awaitAccount(guidOfLost, account -> !account.getBoolean("active"));
        assertThat(service.meter("adsync_listener_omitted_users")).isZero();
    }
}
