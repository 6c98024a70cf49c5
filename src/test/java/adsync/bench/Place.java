package adsync.bench;

import adsync.embedded.EmbeddedDirectory;
import adsync.testing.SambaDomain;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.util.ssl.SSLUtil;
import com.unboundid.util.ssl.TrustAllTrustManager;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * A directory and the accounts in it.
 *
 * @param name for the table
 * @param root what is measured lies below it
 */
record Place(
        String name,
        String host,
        int port,
        Path trust,
        String baseDn,
        String root,
        Login service,
        Login administrator) {

    /** An account. */
    record Login(String user, String password) {}

    static Place of(SambaDomain samba) {
        return samba(samba.address(), samba.caFile());
    }

    /** A domain that {@code samba-dc} runs already, by its folder. */
    static Place running(Path home) throws IOException {
        String address = Files.readString(home.resolve("provisioned")).replaceAll("(?s).*\\bip=(\\S+).*", "$1");
        return samba(address, home.resolve("tls").resolve("ca.pem"));
    }

    private static Place samba(String address, Path trust) {
        String baseDn = "DC=lab,DC=test";
        String password = "Passw0rd.Lab1";
        return new Place(
                "Samba",
                address,
                636,
                trust,
                baseDn,
                "OU=People," + baseDn,
                new Login("svc-dirsync@lab.test", password),
                new Login("administrator@lab.test", password));
    }

    static Place of(EmbeddedDirectory directory, Path folder) throws IOException {
        var accounts = directory.options().accounts();
        return new Place(
                "embedded",
                directory.host(),
                directory.ldapsPort(),
                Files.writeString(folder.resolve("embedded.pem"), directory.certificatePem()),
                directory.baseDn(),
                "OU=Staff," + directory.baseDn(),
                new Login(directory.serviceAccount(), accounts.servicePassword()),
                new Login(directory.administrator(), accounts.administratorPassword()));
    }

    /** For another process of ours. */
    JsonObject toJson() {
        return new JsonObject()
                .put("name", name)
                .put("host", host)
                .put("port", port)
                .put("trust", trust.toString())
                .put("baseDn", baseDn)
                .put("root", root)
                .put("service", List.of(service.user(), service.password()))
                .put("administrator", List.of(administrator.user(), administrator.password()));
    }

    /** As another process told it. */
    static Place of(JsonObject told) {
        return new Place(
                told.getString("name"),
                told.getString("host"),
                told.getInteger("port"),
                Path.of(told.getString("trust")),
                told.getString("baseDn"),
                told.getString("root"),
                login(told.getJsonArray("service")),
                login(told.getJsonArray("administrator")));
    }

    private static Login login(JsonArray told) {
        return new Login(told.getString(0), told.getString(1));
    }

    /** The same with another root. */
    Place at(String otherRoot) {
        return new Place(name, host, port, trust, baseDn, otherRoot, service, administrator);
    }

    /** The processes of a domain controller that is not in this one. */
    List<Long> processes() throws IOException {
        Path first = Path.of(trust.toString(), "..", "..", "run", "samba.pid").normalize();
        List<Long> processes = new ArrayList<>();
        if (Files.exists(first)) {
            ProcessHandle.of(Long.parseLong(Files.readString(first).strip())).ifPresent(samba -> {
                processes.add(samba.pid());
                samba.descendants().map(ProcessHandle::pid).forEach(processes::add);
            });
        }
        return processes;
    }

    /** A new connection over TLS, as the service's are; the caller closes it. */
    LDAPConnection connect(Login login) {
        try {
            var options = new LDAPConnectionOptions();
            options.setAllowConcurrentSocketFactoryUse(true);
            var tls = new SSLUtil(new TrustAllTrustManager()).createSSLSocketFactory();
            return new LDAPConnection(tls, options, host, port, login.user(), login.password());
        } catch (LDAPException | GeneralSecurityException e) {
            throw new IllegalStateException("no connection to " + host, e);
        }
    }

    /** The keys below {@code directory:}. */
    String configuration() {
        return """
                servers: ["ldaps://%s:%d"]
                root: "%s"
                user: %s
                password: %s
                trust: %s
                poll: 30s
                """.formatted(host, port, root, service.user(), service.password(), trust);
    }
}
