package adsync.embedded;

import com.unboundid.ldap.protocol.BindRequestProtocolOp;
import com.unboundid.ldap.protocol.LDAPMessage;
import com.unboundid.ldap.protocol.SearchRequestProtocolOp;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.List;

/** Requests as octets, for a client that is only a socket. */
final class Frames {

    private Frames() {}

    static byte[] bind(int messageId, String name, String password) {
        return new LDAPMessage(messageId, new BindRequestProtocolOp(name, password))
                .encode()
                .encode();
    }

    static byte[] notification(int messageId, String base, String attribute) {
        SearchRequestProtocolOp search = new SearchRequestProtocolOp(
                base,
                SearchScope.SUB,
                DereferencePolicy.NEVER,
                0,
                0,
                false,
                Filter.createPresenceFilter("objectClass"),
                List.of(attribute));
        return new LDAPMessage(messageId, search, new Control("1.2.840.113556.1.4.528", true))
                .encode()
                .encode();
    }
}
