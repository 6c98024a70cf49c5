package adsync.embedded;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One domain controller's view of its domain: the store and the places in it that the protocol refers to. */
final class Domain {

    private static final int FIRST_RELATIVE_ID = 1104;
    private static final int POOL = 10_000_000;

    private final Store store;
    private final Names names;
    private final DirectoryProfile profile;
    private final String dnsName;
    private final String hostName;
    private final DirectoryObject root;
    private final byte[] sid;
    private final AtomicInteger nextRelativeId;
    private final AtomicInteger pools;

    /**
     * @param dnsName such as {@code corp.example}
     * @param hostName such as {@code dc1}
     * @param root the domain's naming context, which has the domain's security identifier
     * @param pools how many pools of relative identifiers the domain has handed out; this domain controller takes the next
     */
    Domain(
            Store store,
            Names names,
            DirectoryProfile profile,
            String dnsName,
            String hostName,
            DirectoryObject root,
            AtomicInteger pools) {
        this.store = store;
        this.names = names;
        this.profile = profile;
        this.dnsName = dnsName;
        this.hostName = hostName;
        this.root = root;
        this.sid = root.values(Schema.OBJECT_SID).get(0);
        this.pools = pools;
        this.nextRelativeId = new AtomicInteger(FIRST_RELATIVE_ID + POOL * pools.getAndIncrement());
    }

    Store store() {
        return store;
    }

    Names names() {
        return names;
    }

    DirectoryProfile profile() {
        return profile;
    }

    String dnsName() {
        return dnsName;
    }

    String dnsHostName() {
        return hostName + "." + dnsName;
    }

    String hostName() {
        return hostName;
    }

    /** The short name of the domain, such as {@code CORP}. */
    String netbiosName() {
        return dnsName.split("\\.", 2)[0].toUpperCase(Locale.ROOT);
    }

    DirectoryObject root() {
        return root;
    }

    String configurationDn() {
        return "CN=Configuration," + root.dn();
    }

    String serverDn() {
        return "CN=" + hostName.toUpperCase(Locale.ROOT) + ",CN=Servers,CN=Default-First-Site-Name,CN=Sites,"
                + configurationDn();
    }

    /** Writes the store's identity where clients read it. */
    void publishInvocationId() {
        for (DirectoryObject object : store.objects()) {
            if (object.objectClass().isA("nTDSDSA") && object.dn().endsWith(serverDn())) {
                store.write(
                        object, Map.of(Schema.attribute("invocationId"), List.of(Guid.octets(store.invocationId()))));
                return;
            }
        }
        throw new IllegalStateException("there is no " + serverDn());
    }

    /** The view of another domain controller of the same domain on what it has of it. */
    Domain elsewhere(Store other, String otherHostName) {
        DirectoryObject sameRoot = Objects.requireNonNull(other.find(root.guid()));
        return new Domain(other, new Names(other), profile, dnsName, otherHostName, sameRoot, pools);
    }

    byte[] newSid() {
        return Sid.relative(sid, nextRelativeId.getAndIncrement());
    }

    byte[] sid(int relative) {
        return Sid.relative(sid, relative);
    }

    /** Where the deleted objects of a naming context go; null if it keeps none. */
    @Nullable DirectoryObject deletedObjects(DirectoryObject namingContext) {
        return namingContext.child("CN=Deleted Objects");
    }
}
