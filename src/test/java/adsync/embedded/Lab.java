package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.AddRequest;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.experimental.ActiveDirectoryDirSyncControl;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** A directory of its own for one test, an administrator's connection to it, and what tests do over and over. */
final class Lab implements AutoCloseable {

    static final String PASSWORD = "Passw0rd.1";
    static final int INCREMENTAL = 0x80000000;
    static final Control SHOW_DELETED = new Control("1.2.840.113556.1.4.417", true);

    private final EmbeddedDirectory directory;
    private final List<LDAPConnection> connections = new ArrayList<>();
    private final LDAPConnection administrator;

    Lab() throws LDAPException {
        this(DirectoryProfile.windows());
    }

    Lab(DirectoryProfile profile) throws LDAPException {
        this(EmbeddedDirectoryOptions.defaults().like(profile));
    }

    Lab(EmbeddedDirectoryOptions options) throws LDAPException {
        this.directory = EmbeddedDirectory.start(options);
        this.administrator = connect(directory.administrator());
    }

    EmbeddedDirectory directory() {
        return directory;
    }

    Faults faults() {
        return directory.faults();
    }

    String base() {
        return directory.baseDn();
    }

    /** The distinguished name of something directly below the domain or of a longer relative path. */
    String dn(String path) {
        return path + "," + base();
    }

    LDAPConnection administrator() {
        return administrator;
    }

    LDAPConnection connect(String who) throws LDAPException {
        LDAPConnection connection = new LDAPConnection(directory.host(), directory.port(), who, PASSWORD);
        connections.add(connection);
        return connection;
    }

    LDAPConnection service() throws LDAPException {
        return connect(directory.serviceAccount());
    }

    LDAPConnection reader() throws LDAPException {
        return connect(directory.readerAccount());
    }

    void unit(String path) throws LDAPException {
        administrator.add(dn(path), new Attribute("objectClass", "organizationalUnit"));
    }

    void group(String path) throws LDAPException {
        administrator.add(dn(path), new Attribute("objectClass", "group"));
    }

    /** Creates a user whose account name is its common name. */
    String user(String path, Attribute... attributes) throws LDAPException {
        String name = path.substring(3, path.contains(",") ? path.indexOf(',') : path.length());
        AddRequest request = new AddRequest(dn(path), attributes);
        request.addAttribute("objectClass", "user");
        request.addAttribute("sAMAccountName", name);
        administrator.add(request);
        return dn(path);
    }

    void set(String path, String attribute, String... values) throws LDAPException {
        administrator.modify(dn(path), new Modification(ModificationType.REPLACE, attribute, values));
    }

    void add(String path, String attribute, String... values) throws LDAPException {
        administrator.modify(dn(path), new Modification(ModificationType.ADD, attribute, values));
    }

    void remove(String path, String attribute, String... values) throws LDAPException {
        administrator.modify(dn(path), new Modification(ModificationType.DELETE, attribute, values));
    }

    void restore(String tombstone, String path) throws LDAPException {
        ModifyRequest request = new ModifyRequest(
                tombstone,
                new Modification(ModificationType.DELETE, "isDeleted"),
                new Modification(ModificationType.REPLACE, "distinguishedName", dn(path)));
        request.addControl(SHOW_DELETED);
        administrator.modify(request);
    }

    SearchResultEntry entry(String path, String... attributes) throws LDAPException {
        SearchResultEntry entry = administrator.getEntry(dn(path), attributes);
        if (entry == null) {
            throw new AssertionError("there is no " + dn(path));
        }
        return entry;
    }

    /** Deleted objects whose mangled name starts with {@code name}. */
    SearchResultEntry tombstone(String name, String... attributes) throws LDAPException {
        SearchRequest request =
                new SearchRequest(dn("CN=Deleted Objects"), SearchScope.ONE, "(name=" + name + "*)", attributes);
        request.addControl(SHOW_DELETED);
        return entries(administrator.search(request)).get(0);
    }

    static byte[] quoted(String password) {
        return ("\"" + password + "\"").getBytes(StandardCharsets.UTF_16LE);
    }

    static List<SearchResultEntry> entries(SearchResult result) {
        return Objects.requireNonNull(result.getSearchEntries());
    }

    /** How many values an attribute has that must be there, be it without any. */
    static int count(SearchResultEntry entry, String attribute) {
        return Objects.requireNonNull(entry.getAttribute(attribute), attribute).size();
    }

    /** The code a request was refused with; success if it was not. */
    static ResultCode refusal(ThrowingCallable request) {
        Throwable thrown = Assertions.catchThrowable(request);
        if (thrown == null) {
            return ResultCode.SUCCESS;
        }
        return thrown instanceof LDAPException refused ? refused.getResultCode() : fail(thrown);
    }

    private static ResultCode fail(Throwable thrown) {
        throw new AssertionError(thrown);
    }

    static List<String> names(SearchResult result) {
        return entries(result).stream().map(SearchResultEntry::getDN).toList();
    }

    /** A reader of DirSync that remembers where it is. */
    Reader reader(int flags, String filter, String... attributes) throws LDAPException {
        return new Reader(administrator, base(), flags, filter, attributes);
    }

    /** One who reads changes page by page. */
    static final class Reader {

        private final LDAPConnection connection;
        private final String base;
        private final int flags;
        private final String filter;
        private final String[] attributes;
        private @Nullable ASN1OctetString cookie;
        private boolean more;
        private int sizeLimit;
        private Control[] extra = new Control[0];

        Reader(LDAPConnection connection, String base, int flags, String filter, String... attributes) {
            this.connection = connection;
            this.base = base;
            this.flags = flags;
            this.filter = filter;
            this.attributes = attributes;
        }

        Reader with(Control... controls) {
            extra = controls;
            return this;
        }

        Reader limitedTo(int size) {
            sizeLimit = size;
            return this;
        }

        Reader from(@Nullable ASN1OctetString other) {
            cookie = other;
            return this;
        }

        @Nullable ASN1OctetString cookie() {
            return cookie;
        }

        byte[] cookieOctets() {
            return Objects.requireNonNull(cookie).getValue();
        }

        boolean more() {
            return more;
        }

        /** One page. */
        List<SearchResultEntry> page() throws LDAPException {
            SearchRequest request = new SearchRequest(base, SearchScope.SUB, filter, attributes);
            request.setSizeLimit(sizeLimit);
            request.addControl(new ActiveDirectoryDirSyncControl(true, flags, Integer.MAX_VALUE, cookie));
            for (Control control : extra) {
                request.addControl(control);
            }
            SearchResult result = connection.search(request);
            ActiveDirectoryDirSyncControl response = ActiveDirectoryDirSyncControl.get(result);
            if (response == null) {
                throw new AssertionError("the response control is missing");
            }
            cookie = response.getCookie();
            more = response.getFlags() != 0;
            return entries(result);
        }

        /** All pages of a cycle. */
        List<SearchResultEntry> cycle() throws LDAPException {
            List<SearchResultEntry> entries = new ArrayList<>(page());
            while (more) {
                entries.addAll(page());
            }
            return entries;
        }
    }

    @Override
    public void close() {
        connections.forEach(LDAPConnection::close);
        directory.close();
    }
}
