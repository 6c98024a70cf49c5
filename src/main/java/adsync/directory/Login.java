package adsync.directory;

import adsync.directory.DirectoryException.Reason;
import adsync.directory.DirectoryOptions.KerberosLogin;
import adsync.directory.DirectoryOptions.SimpleLogin;
import com.unboundid.ldap.sdk.BindRequest;
import com.unboundid.ldap.sdk.GSSAPIBindRequest;
import com.unboundid.ldap.sdk.GSSAPIBindRequestProperties;
import com.unboundid.ldap.sdk.GSSAPIChannelBindingType;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SASLQualityOfProtection;
import com.unboundid.ldap.sdk.SimpleBindRequest;
import java.nio.file.Files;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes the bind request. */
final class Login {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|.*:.*");

    private Login() {}

    /** For a connection that is open, and encrypted if it is going to be. */
    static BindRequest request(DirectoryOptions options, LDAPConnection connection, Server server)
            throws LDAPException {
        return switch (options.login()) {
            case SimpleLogin simple ->
                new SimpleBindRequest(simple.user(), simple.password().reveal());
            case KerberosLogin kerberos -> kerberos(kerberos, connection, server);
        };
    }

    private static BindRequest kerberos(KerberosLogin login, LDAPConnection connection, Server server)
            throws LDAPException {
        int at = login.user().lastIndexOf('@');
        if (at < 0 || !Files.isReadable(login.keytab())) {
            String problem = at < 0
                    ? "a Kerberos login needs a user principal name, name@domain, and not " + login.user()
                    : "the keytab " + login.keytab() + " cannot be read";
            throw new DirectoryException(Reason.CREDENTIALS, server + ": " + problem);
        }
        String realm = login.user().substring(at + 1).toUpperCase(Locale.ROOT);
        GSSAPIBindRequestProperties properties =
                new GSSAPIBindRequestProperties(login.user().substring(0, at) + "@" + realm, (String) null);
        properties.setUseKeyTab(true);
        properties.setKeyTabPath(login.keytab().toAbsolutePath().toString());
        properties.setUseTicketCache(false);
        properties.setRefreshKrb5Config(true);
        properties.setSASLClientServerName(serviceHost(connection, server));
        login.keyDistributionCenter().ifPresent(center -> {
            properties.setRealm(realm);
            properties.setKDCAddress(center);
        });
        protect(properties, connection);
        return new GSSAPIBindRequest(properties);
    }

    /** Active Directory refuses a second protection below TLS, and can demand that the login is tied to the TLS channel. */
    private static void protect(GSSAPIBindRequestProperties properties, LDAPConnection connection) {
        if (connection.getSSLSession() == null) {
            properties.setAllowedQoP(SASLQualityOfProtection.AUTH_CONF);
        } else {
            properties.setAllowedQoP(SASLQualityOfProtection.AUTH);
            properties.setChannelBindingType(GSSAPIChannelBindingType.TLS_SERVER_END_POINT);
        }
    }

    /**
     * The host of the service principal. The configured name is what we want to reach; only if it is an address, the
     * server is asked for its name.
     */
    private static String serviceHost(LDAPConnection connection, Server server) throws LDAPException {
        if (!ADDRESS.matcher(server.host()).matches()) {
            return server.host();
        }
        var root = connection.getEntry("", "dnsHostName");
        String name = root == null ? null : root.getAttributeValue("dnsHostName");
        if (name == null) {
            throw new LDAPException(ResultCode.NO_SUCH_ATTRIBUTE, "the server does not tell its dnsHostName");
        }
        return name;
    }
}
