package adsync.embedded;

import com.unboundid.ldap.protocol.SearchResultEntryProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a domain controller says about itself to anybody (MS-ADTS 3.1.1.3.2). */
final class RootDse {

    private static final List<String> CAPABILITIES = List.of(
            "1.2.840.113556.1.4.800",
            "1.2.840.113556.1.4.1670",
            "1.2.840.113556.1.4.1791",
            "1.2.840.113556.1.4.1935",
            "1.2.840.113556.1.4.2080");
    private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    static final String WHO_AM_I = "1.3.6.1.4.1.4203.1.11.3";

    /** Told to those who ask for it only. */
    private static final String TOKEN = "tokenGroups";

    private final Domain domain;

    RootDse(Domain domain) {
        this.domain = domain;
    }

    SearchResultEntryProtocolOp entry(List<String> requested) {
        List<String> wanted =
                requested.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        boolean all = wanted.isEmpty() || wanted.contains("*");
        List<Attribute> attributes = attributes();
        attributes.removeIf(
                attribute -> !all && !wanted.contains(attribute.getName().toLowerCase(Locale.ROOT)));
        if (wanted.contains(TOKEN.toLowerCase(Locale.ROOT))) {
            attributes.add(new Attribute(TOKEN, Everybody.sid()));
        }
        return new SearchResultEntryProtocolOp("", attributes);
    }

    private List<Attribute> attributes() {
        Store store = domain.store();
        String server = domain.serverDn();
        String schema = "CN=Schema," + domain.configurationDn();
        List<Attribute> attributes = new ArrayList<>();
        attributes.add(new Attribute("currentTime", Texts.time(store.now())));
        attributes.add(new Attribute("defaultNamingContext", domain.root().dn()));
        attributes.add(new Attribute("rootDomainNamingContext", domain.root().dn()));
        attributes.add(new Attribute("configurationNamingContext", domain.configurationDn()));
        attributes.add(new Attribute("schemaNamingContext", schema));
        attributes.add(new Attribute("subschemaSubentry", "CN=Aggregate," + schema));
        attributes.add(new Attribute(
                "namingContexts",
                store.roots().stream().map(DirectoryObject::dn).toList()));
        attributes.add(new Attribute("dnsHostName", domain.dnsHostName()));
        attributes.add(new Attribute("serverName", server));
        attributes.add(new Attribute("dsServiceName", "CN=NTDS Settings," + server));
        attributes.add(new Attribute("ldapServiceName", domain.dnsName() + ":" + domain.hostName() + "$"));
        attributes.add(new Attribute("highestCommittedUSN", Long.toString(store.highestUsn())));
        attributes.add(new Attribute("isSynchronized", "TRUE"));
        attributes.add(new Attribute("isGlobalCatalogReady", "TRUE"));
        attributes.add(new Attribute("domainFunctionality", "7"));
        attributes.add(new Attribute("forestFunctionality", "7"));
        attributes.add(new Attribute("domainControllerFunctionality", "7"));
        attributes.add(new Attribute("supportedLDAPVersion", "3"));
        attributes.add(new Attribute("supportedControl", RequestControls.SUPPORTED));
        attributes.add(new Attribute("supportedCapabilities", CAPABILITIES));
        attributes.add(new Attribute("supportedExtension", START_TLS, WHO_AM_I));
        return attributes;
    }
}
