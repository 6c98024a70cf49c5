package adsync.embedded;

import com.unboundid.ldap.protocol.AddRequestProtocolOp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.DN;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.RDN;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The add operation (MS-ADTS 3.1.1.5.2). */
final class Adding {

    private final Domain domain;
    private final Incoming incoming;

    Adding(Domain domain) {
        this.domain = domain;
        this.incoming = new Incoming(domain);
    }

    /**
     * @param secure whether the connection is encrypted
     * @throws LDAPException why it cannot be created
     */
    DirectoryObject add(AddRequestProtocolOp request, boolean secure) throws LDAPException {
        RDN rdn;
        String parentName;
        try {
            DN dn = new DN(request.getDN());
            rdn = dn.getRDN();
            parentName = dn.getParentString();
        } catch (LDAPException e) {
            throw Refusal.badName(request.getDN());
        }
        if (rdn == null || parentName == null) {
            throw Refusal.unwilling("the root cannot be created");
        }
        ObjectClass objectClass = objectClass(request.getAttributes());
        NewObject fresh = named(objectClass, rdn, domain.names().required(parentName));
        for (Attribute attribute : request.getAttributes()) {
            fill(fresh, attribute, rdn, secure);
        }
        Defaults.complete(fresh, domain);
        for (AttributeType type : fresh.values().keySet()) {
            incoming.requireUnique(type, fresh.values().getOrDefault(type, List.of()), null);
        }
        return domain.store().create(fresh);
    }

    private static ObjectClass objectClass(List<Attribute> attributes) throws LDAPException {
        ObjectClass most = null;
        for (Attribute attribute : attributes) {
            if (attribute.getBaseName().equalsIgnoreCase("objectClass")) {
                for (String name : attribute.getValues()) {
                    most = moreSpecial(most, name);
                }
            }
        }
        if (most == null) {
            throw Refusal.of(ResultCode.OBJECT_CLASS_VIOLATION, "00002014", "UpdErr: no object class");
        }
        return most;
    }

    private static ObjectClass moreSpecial(@Nullable ObjectClass most, String name) throws LDAPException {
        ObjectClass named = Schema.findClass(name);
        if (named == null) {
            throw Refusal.of(ResultCode.NO_SUCH_ATTRIBUTE, "0000200A", "UpdErr: there is no object class " + name);
        }
        if (most == null || named.isA(most.name())) {
            return named;
        }
        if (!most.isA(named.name())) {
            throw Refusal.of(ResultCode.OBJECT_CLASS_VIOLATION, "00002014", "UpdErr: " + most + " is no " + named);
        }
        return most;
    }

    private static NewObject named(ObjectClass objectClass, RDN rdn, DirectoryObject parent) throws LDAPException {
        String attribute = rdn.getAttributeNames()[0];
        if (!attribute.equalsIgnoreCase(objectClass.namingAttribute())) {
            throw Refusal.of(
                    ResultCode.NAMING_VIOLATION,
                    "00002037",
                    "NameErr: " + attribute + " does not name a " + objectClass);
        }
        if (parent.deleted() || !objectClass.mayBeBelow(parent.objectClass())) {
            throw Refusal.of(
                    ResultCode.NAMING_VIOLATION, "00002099", "NameErr: no " + objectClass + " below " + parent.dn());
        }
        String relativeName = Names.relativeName(rdn);
        if (parent.child(relativeName) != null) {
            throw Refusal.of(ResultCode.ENTRY_ALREADY_EXISTS, "00002071", "UpdErr: there is one already");
        }
        return new NewObject(parent, relativeName, rdn.getAttributeValues()[0], objectClass);
    }

    private void fill(NewObject fresh, Attribute attribute, RDN rdn, boolean secure) throws LDAPException {
        String name = attribute.getBaseName();
        if (name.equalsIgnoreCase("objectClass")
                || name.equalsIgnoreCase(rdn.getAttributeNames()[0])
                || name.equalsIgnoreCase("distinguishedName")) {
            return;
        }
        AttributeType type = incoming.writable(name);
        if (type.link()) {
            if (type.single() && attribute.size() > 1) {
                throw Refusal.constraint("AtrErr: " + type + " has one value at most");
            }
            for (var value : attribute.getRawValues()) {
                fresh.refer(type, incoming.target(type, value));
            }
            return;
        }
        fresh.set(type, incoming.values(type, attribute.getRawValues(), secure));
        if (type == Schema.UNICODE_PWD) {
            fresh.setIfAbsent(Schema.PWD_LAST_SET, List.of(incoming.now()));
        }
    }
}
