package adsync.directory;

import adsync.change.NamingContext;
import adsync.directory.DirectoryOptions.KerberosLogin;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.observe.CheckStep;
import java.util.Map;
import java.util.stream.Collectors;

/** What an administrator can do about a step that failed. */
final class Remedies {

    private final DirectoryOptions options;

    Remedies(DirectoryOptions options) {
        this.options = options;
    }

    /** As the end of a sentence that names the cause. */
    static String joined(String remedy) {
        return "; to mend it: " + remedy;
    }

    String trust() {
        return "name a readable PEM file with the certificate of the authority that signed the domain controllers'";
    }

    String names() {
        return options.domain()
                .map(domain -> "ask the DNS server that this machine uses: nslookup -type=SRV "
                        + ServerLocator.recordName(domain) + "; or name the domain controllers instead of the domain")
                .orElse("correct the host name, or add it to the DNS server that this machine uses");
    }

    String port(Server server) {
        return "open port " + server.port() + " from here to " + server.host() + " in the firewalls"
                + (server.ldaps()
                        ? "; a domain controller offers LDAPS once it has a certificate for server authentication"
                        : "");
    }

    /** For a server that can be reached, but not by TLS. */
    String tls(Server server, DirectoryException failure) {
        return TlsFailure.isOtherProtocol(failure) ? protocol(server) : certificate(server);
    }

    private static String protocol(Server server) {
        return "name a port that speaks it: ldaps:// is for 636, and 389 is for ldap:// with directory.startTls: true; a"
                + " domain controller without a certificate for server authentication ends the connection as well: "
                + server.host() + ":" + server.port() + " did";
    }

    private static String certificate(Server server) {
        return "the certificate must name " + server.host()
                + ", be valid today and come from an authority in the trusted PEM file" + CheckStep.SHOWN_BY
                + "openssl s_client -connect " + server.host() + ":" + server.port()
                + (server.ldaps() ? "" : " -starttls ldap") + " -showcerts";
    }

    /** For whichever of the servers it was. */
    String tls(DirectoryException failure) {
        return TlsFailure.isOtherProtocol(failure)
                ? "name the port of LDAPS in directory.servers, 636 as a rule; 389 is for ldap:// with directory.startTls"
                : "the certificate must name the host in directory.servers, be valid today and come from an authority in"
                        + " directory.trust";
    }

    String login() {
        return switch (options.login()) {
            case SimpleLogin simple ->
                "correct the name (a DN or name@domain) or the password, or unlock or enable the account "
                        + simple.user();
            case KerberosLogin kerberos ->
                "make a new keytab after each password change: ktpass -princ " + kerberos.user()
                        + " -mapuser " + kerberos.user() + " -crypto AES256-SHA1 -ptype KRB5_NT_PRINCIPAL -pass * -out "
                        + kerberos.keytab() + " (Samba: samba-tool domain exportkeytab " + kerberos.keytab()
                        + " --principal=" + kerberos.user() + "); the clocks must agree within 5 minutes";
        };
    }

    /** For an object that is not there. */
    String named(NamedObject.Use use, String domain) {
        return switch (use) {
            case ROOT, EXCLUSION ->
                "give the distinguished name of an object in the domain, for example OU=People," + domain;
            case GROUP ->
                "give the distinguished name of a group in the domain, for example CN=Mail,OU=Groups," + domain;
        };
    }

    /** Why an object is of no use that is in a domain without a root. */
    static String stray(NamedObject object) {
        return object.key() + " " + object.dn() + " is in the domain " + object.domain() + ", and no root is";
    }

    /** For such an object. */
    static String stray(Selection selection) {
        return "name an object of a domain that has a root: " + String.join(", ", selection.domains());
    }

    String domain(String domain) {
        return "name a domain controller of " + domain + " in directory.servers that can be reached";
    }

    String replication(NamingContext namingContext) {
        String user = options.login().user();
        String trustee = user.contains("=") ? user : "the account's DN"; // samba-tool takes nothing else
        return "grant the right: dsacls \"" + namingContext.dn() + "\" /G \"" + account()
                + ":CA;Replicating Directory Changes\" (Samba: samba-tool dsacl set --objectdn=\"" + namingContext.dn()
                + "\" --car=get-changes --action=allow --trusteedn=\"" + trustee + "\")";
    }

    String members(String group) {
        return "take away what denies it, and grant the right: dsacls \"" + group + "\" /G \"" + account()
                + ":RP;member\"";
    }

    /**
     * For attributes of users that may not be read.
     *
     * @param hidden which, if that is known
     */
    String attributes(String root, Map<String, AttributeRights> hidden) {
        String grant = "dsacls \"" + root + "\" /I:S /G \"" + account();
        String confidential = hidden.entrySet().stream()
                .filter(one -> one.getValue().confidential())
                .map(Map.Entry::getKey)
                .map(name ->
                        "; the schema makes " + name + " confidential, which needs a control access right: " + grant
                                + ":RPCA;" + name + ";user\" (Samba: samba-tool dsacl set with"
                                + " (OA;CI;RPCR;<schemaIDGUID of the attribute>;;<SID of the account>))")
                .collect(Collectors.joining());
        return "take away what denies it, and grant the right, for example: " + grant + ":RP;;user\"" + confidential
                + "; or leave the attributes out of the mapping";
    }

    String accessRights(String root) {
        return "take away what denies it, and grant the right: dsacls \"" + root + "\" /I:S /G \"" + account()
                + ":RC;;user\"";
    }

    String tombstones(NamingContext namingContext) {
        String container = "\"CN=Deleted Objects," + namingContext.dn() + "\"";
        return "as a domain administrator: dsacls " + container + " /takeOwnership, then dsacls " + container + " /G \""
                + account() + ":LCRP\" (Samba: add the entry (A;;LCRP;;;<SID of the account>) to its security"
                + " descriptor)";
    }

    String notification() {
        return "changes are still found by polling, only later; connect to a domain controller and not to a proxy or a"
                + " shared address";
    }

    /** dsacls takes a principal name, but no distinguished name. */
    private String account() {
        String user = options.login().user();
        return user.indexOf('@') > 0 || user.indexOf('\\') > 0 ? user : "DOMAIN\\account";
    }
}
