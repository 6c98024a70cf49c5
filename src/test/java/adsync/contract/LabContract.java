package adsync.contract;

import static java.util.Objects.requireNonNull;

import adsync.change.DirSyncCookie;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.directory.DirSyncPage;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.DirectoryOptions;
import adsync.directory.DirectoryOptions.SimpleLogin;
import adsync.directory.PagedSearch;
import adsync.directory.Touched;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Control;
import com.unboundid.ldap.sdk.DeleteRequest;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the suites share: an organisational unit of their own, and a directory that is connected. */
abstract class LabContract {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String SHOW_DELETED = "1.2.840.113556.1.4.417";
    private static final String TREE_DELETE = "1.2.840.113556.1.4.805";

    protected LDAPConnection administrator;
    protected Directory directory;
    protected NamingContext namingContext;
    protected String unit;

    /** The directory under test. */
    protected abstract LabDirectory lab();

    /** Whether the directory follows groups. */
    protected boolean groups() {
        return false;
    }

    @BeforeEach
    void connect() throws LDAPException {
        administrator = lab().administrator();
        unit = "OU=contract-" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet() + "," + lab().baseDn();
        administrator.add(unit, new Attribute("objectClass", "organizationalUnit"));
        directory = Directories.connect(options(lab().replicator()));
        namingContext = directory.namingContextOf(unit).orElseThrow();
    }

    @AfterEach
    void cleanUp() throws LDAPException {
        directory.close();
        DeleteRequest everything = new DeleteRequest(unit);
        everything.addControl(new Control(TREE_DELETE, true));
        administrator.delete(everything);
        administrator.close();
    }

    protected DirectoryOptions options(SimpleLogin login, String... attributes) {
        TreeSet<String> mapped = new TreeSet<>(List.of(
                "givenName", "sn", "mail", "title", "manager", "objectSid", "thumbnailPhoto", "otherTelephone"));
        mapped.addAll(List.of(attributes));
        return new DirectoryOptions(
                List.of(lab().ldaps()),
                Optional.empty(),
                login,
                Optional.of(lab().certificateAuthority()),
                false,
                false,
                mapped,
                groups());
    }

    protected String dn(String rdn) {
        return rdn + "," + unit;
    }

    protected ObjectGuid addUser(String rdn, String account, Attribute... more) throws LDAPException {
        return add("user", rdn, account, more);
    }

    protected ObjectGuid add(String objectClass, String rdn, String account, Attribute... more) throws LDAPException {
        Entry entry = new Entry(
                dn(rdn), new Attribute("objectClass", objectClass), new Attribute("sAMAccountName", unique(account)));
        for (Attribute attribute : more) {
            entry.addAttribute(attribute);
        }
        administrator.add(entry);
        return guid(dn(rdn));
    }

    /** Account names are unique in a domain, and those of deleted accounts may be remembered. */
    protected String unique(String account) {
        return account + unit.substring(unit.indexOf('-') + 1, unit.indexOf(','));
    }

    protected ObjectGuid addUnit(String rdn) throws LDAPException {
        administrator.add(dn(rdn), new Attribute("objectClass", "organizationalUnit"));
        return guid(dn(rdn));
    }

    protected ObjectGuid guid(String dn) throws LDAPException {
        return ObjectGuid.ofOctets(requireNonNull(entry(dn, "objectGUID").getAttributeValueBytes("objectGUID")));
    }

    /** The objectSid in its text form. */
    protected String sid(String rdn) throws LDAPException {
        byte[] octets = requireNonNull(entry(dn(rdn), "objectSid").getAttributeValueBytes("objectSid"));
        ByteBuffer numbers =
                ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN).position(8);
        String text = "S-1-5";
        while (numbers.hasRemaining()) {
            text += "-" + Integer.toUnsignedString(numbers.getInt());
        }
        return text;
    }

    protected Optional<Instant> created(String rdn) throws LDAPException {
        return Optional.ofNullable(entry(dn(rdn), "whenCreated").getAttributeValueAsDate("whenCreated"))
                .map(Date::toInstant);
    }

    protected SearchResultEntry entry(String dn, String... attributes) throws LDAPException {
        return requireNonNull(administrator.getEntry(dn, attributes), dn);
    }

    protected void set(String dn, String attribute, String... values) throws LDAPException {
        administrator.modify(dn, new Modification(ModificationType.REPLACE, attribute, values));
    }

    protected void rename(String dn, String rdn) throws LDAPException {
        administrator.modifyDN(dn, rdn, true);
    }

    protected void move(String dn, String parent) throws LDAPException {
        administrator.modifyDN(new ModifyDNRequest(dn, dn.substring(0, dn.indexOf(',')), true, parent));
    }

    protected void delete(String dn) throws LDAPException {
        administrator.delete(new DeleteRequest(dn));
    }

    /** Brings a tombstone back to life under a name of our choice. */
    protected void undelete(ObjectGuid guid, String dn) throws LDAPException {
        ModifyRequest request = new ModifyRequest(
                directory.locate(guid).orElseThrow().dn(),
                new Modification(ModificationType.DELETE, "isDeleted"),
                new Modification(ModificationType.REPLACE, "distinguishedName", dn));
        request.addControl(new Control(SHOW_DELETED, true));
        administrator.modify(request);
    }

    protected static <T> List<T> all(PagedSearch<T> search) {
        List<T> all = new ArrayList<>();
        while (search.hasNext()) {
            all.addAll(search.next());
        }
        return all;
    }

    protected DirSyncCookie now() {
        return directory.currentCookie(namingContext);
    }

    /** All that was touched since a cookie, or since the beginning of time, until the end of the cycle. */
    protected List<Touched> touchedSince(@Nullable DirSyncCookie cookie) {
        DirSyncPage page = directory.page(namingContext, cookie);
        List<Touched> touched = new ArrayList<>(page.touched());
        while (page.moreResults()) {
            page = directory.page(namingContext, page.cookie());
            touched.addAll(page.touched());
        }
        return touched;
    }
}
