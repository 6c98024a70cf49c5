package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** What a new domain holds before anybody was hired: naming contexts, well-known containers, a few accounts. */
final class FirstObjects {

    /** The relative identifier of the group of writable domain controllers. */
    private static final long DOMAIN_CONTROLLERS = 516;

    private static final int ADMINISTRATOR = 500;
    private static final int DOMAIN_ADMINS = 512;
    private static final long PASSWORD_NEVER_EXPIRES = 0x10000;
    private static final long HEAD_OF_CONTEXT = 5;
    private static final long TOMBSTONE_LIFETIME_DAYS = 180;
    private static final AttributeType CRITICAL = Schema.attribute("isCriticalSystemObject");

    private static final Map<String, String> WELL_KNOWN = Map.of(
            "18E2EA80684F11D2B9AA00C04F79F805", "CN=Deleted Objects",
            "A9D1CA15768811D1ADED00C04FD8D5CD", "CN=Users",
            "AA312825768811D1ADED00C04FD8D5CD", "CN=Computers",
            "A361B2FFFFD211D1AA4B00C04FD7D83A", "OU=Domain Controllers",
            "AB8153B7768811D1ADED00C04FD8D5CD", "CN=LostAndFound",
            "AB1D30F3768811D1ADED00C04FD8D5CD", "CN=System");

    private final Domain domain;
    private final AccessRights rights;

    private FirstObjects(Domain domain, AccessRights rights) {
        this.domain = domain;
        this.rights = rights;
    }

    /** Fills an empty store; to be called under its lock. */
    static Domain create(Store store, EmbeddedDirectoryOptions options, RandomGenerator random, AccessRights rights) {
        String dn = "DC=" + options.dnsName().replace(".", ",DC=");
        Names names = new Names(store);
        byte[] sid = Sid.ofDomain(random);
        String label = options.dnsName().split("\\.", 2)[0];
        Map<AttributeType, List<byte[]>> values = head(store, Schema.objectClass("domainDNS"), "dc", label);
        values.put(Schema.OBJECT_SID, List.of(sid));
        values.put(CRITICAL, Texts.TRUE);
        DirectoryObject root = store.createRoot(dn, Schema.objectClass("domainDNS"), values);
        Domain domain = new Domain(
                store, names, options.profile(), options.dnsName(), options.hostName(), root, new AtomicInteger());
        FirstObjects first = new FirstObjects(domain, rights);
        first.configuration();
        first.containers();
        first.accounts(options);
        first.controller();
        return domain;
    }

    /** What a further domain controller writes about itself when it has received the domain. */
    static void addController(Domain domain) {
        FirstObjects first = new FirstObjects(domain, new AccessRights());
        first.server();
        first.controller();
    }

    private static Map<AttributeType, List<byte[]>> head(
            Store store, ObjectClass objectClass, String naming, String name) {
        Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>();
        values.put(Schema.OBJECT_CLASS, objectClass.values());
        values.put(Schema.attribute(naming), Texts.value(name));
        values.put(Schema.NAME, Texts.value(name));
        values.put(Schema.INSTANCE_TYPE, Texts.value(HEAD_OF_CONTEXT));
        values.put(Schema.WHEN_CREATED, Texts.value(Texts.time(store.now())));
        return values;
    }

    private void configuration() {
        Store store = domain.store();
        ObjectClass schemaClass = Schema.objectClass("dMD");
        DirectoryObject schema = store.createRoot(
                "CN=Schema," + domain.configurationDn(), schemaClass, head(store, schemaClass, "cn", "Schema"));
        for (ObjectClass objectClass : Schema.classes()) {
            if (schema.child("CN=" + objectClass.category()) == null) {
                create(schema, objectClass.category(), "classSchema");
            }
        }
        ObjectClass configurationClass = Schema.objectClass("configuration");
        DirectoryObject configuration = store.createRoot(
                domain.configurationDn(), configurationClass, head(store, configurationClass, "cn", "Configuration"));
        graveyard(configuration);
        DirectoryObject sites = create(configuration, "Sites", "sitesContainer");
        DirectoryObject site = create(sites, "Default-First-Site-Name", "site");
        create(site, "Servers", "serversContainer");
        server();
        DirectoryObject services = create(configuration, "Services", "container");
        DirectoryObject windows = create(services, "Windows NT", "container");
        store.create(plain(windows, "Directory Service", "nTDSService")
                .set("tombstoneLifetime", Long.toString(TOMBSTONE_LIFETIME_DAYS)));
    }

    private void server() {
        DirectoryObject servers =
                required("CN=Servers,CN=Default-First-Site-Name,CN=Sites," + domain.configurationDn());
        DirectoryObject server = domain.store()
                .create(plain(servers, domain.hostName().toUpperCase(Locale.ROOT), "server")
                        .set("dNSHostName", domain.dnsHostName()));
        domain.store()
                .create(plain(server, "NTDS Settings", "nTDSDSA")
                        .set(
                                Schema.attribute("invocationId"),
                                List.of(Guid.octets(domain.store().invocationId()))));
    }

    private void containers() {
        DirectoryObject root = domain.root();
        create(root, "Users", "container", true);
        create(root, "Computers", "container", true);
        create(root, "Builtin", "builtinDomain", true);
        create(root, "System", "container", true);
        create(root, "LostAndFound", "lostAndFound", true);
        create(root, "Domain Controllers", "organizationalUnit", true);
        graveyard(root);
        List<byte[]> known = WELL_KNOWN.entrySet().stream()
                .map(entry -> Texts.octets("B:32:" + entry.getKey() + ":" + entry.getValue() + "," + root.dn()))
                .toList();
        domain.store().write(root, Map.of(Schema.attribute("wellKnownObjects"), known));
    }

    /** The container for deleted objects counts as deleted itself, so that nobody sees it who does not ask. */
    private void graveyard(DirectoryObject namingContext) {
        domain.store()
                .create(plain(namingContext, "Deleted Objects", "container")
                        .set(Schema.IS_DELETED, Texts.TRUE)
                        .set(CRITICAL, Texts.TRUE));
    }

    private void accounts(EmbeddedDirectoryOptions options) {
        DirectoryObject users = required("CN=Users," + domain.root().dn());
        group(users, "Domain Users", Defaults.DOMAIN_USERS);
        DirectoryObject admins = group(users, "Domain Admins", DOMAIN_ADMINS);
        DirectoryObject administrator = account(
                users,
                "Administrator",
                "Administrator",
                options.accounts().administratorPassword(),
                domain.sid(ADMINISTRATOR));
        domain.store().writeLink(Schema.MEMBER, admins, administrator, true);
        rights.grant(administrator, Set.of(Right.values()));
        DirectoryObject service = account(
                users,
                "ADSync Service",
                options.accounts().serviceName(),
                options.accounts().servicePassword(),
                domain.newSid());
        rights.grant(service, Set.of(Right.REPLICATE, Right.SEE_DELETED));
        account(
                users,
                "Reader",
                options.accounts().readerName(),
                options.accounts().readerPassword(),
                domain.newSid());
    }

    private void controller() {
        NewObject controller = plain(
                        required("OU=Domain Controllers," + domain.root().dn()),
                        domain.hostName().toUpperCase(Locale.ROOT),
                        "computer")
                .set("sAMAccountName", domain.hostName().toUpperCase(Locale.ROOT) + "$")
                .set("dNSHostName", domain.dnsHostName())
                .set(Schema.PRIMARY_GROUP_ID, Texts.value(DOMAIN_CONTROLLERS))
                .set(Schema.USER_ACCOUNT_CONTROL, Texts.value(Defaults.SERVER));
        domain.store().create(Defaults.complete(controller, domain));
    }

    private DirectoryObject required(String dn) {
        try {
            return domain.names().required(dn);
        } catch (LDAPException e) {
            throw new IllegalStateException("the domain lacks " + dn, e);
        }
    }

    private DirectoryObject group(DirectoryObject parent, String name, int relativeId) {
        return domain.store()
                .create(Defaults.complete(
                        plain(parent, name, "group")
                                .set("sAMAccountName", name)
                                .set(Schema.OBJECT_SID, List.of(domain.sid(relativeId)))
                                .set(CRITICAL, Texts.TRUE),
                        domain));
    }

    private DirectoryObject account(
            DirectoryObject parent, String name, String accountName, String password, byte[] sid) {
        byte[] chance = Guid.octets(domain.store().newGuid());
        NewObject fresh = plain(parent, name, "user")
                .set("sAMAccountName", accountName)
                .set("userPrincipalName", accountName + "@" + domain.dnsName())
                .set(Schema.OBJECT_SID, List.of(sid))
                .set(Schema.UNICODE_PWD, List.of(Passwords.of(password, chance)))
                .set(
                        Schema.PWD_LAST_SET,
                        Texts.value(Texts.fileTime(domain.store().now())))
                .set(Schema.USER_ACCOUNT_CONTROL, Texts.value(Defaults.NORMAL_ACCOUNT | PASSWORD_NEVER_EXPIRES));
        return domain.store().create(Defaults.complete(fresh, domain));
    }

    private DirectoryObject create(DirectoryObject parent, String name, String objectClass) {
        return create(parent, name, objectClass, false);
    }

    private DirectoryObject create(DirectoryObject parent, String name, String objectClass, boolean critical) {
        NewObject fresh = plain(parent, name, objectClass);
        return domain.store().create(critical ? fresh.set(CRITICAL, Texts.TRUE) : fresh);
    }

    private NewObject plain(DirectoryObject parent, String name, String className) {
        ObjectClass objectClass = Schema.objectClass(className);
        NewObject fresh =
                new NewObject(parent, Names.relativeName(objectClass.namingAttribute(), name), name, objectClass);
        return objectClass.securityPrincipal() ? fresh : Defaults.complete(fresh, domain);
    }
}
