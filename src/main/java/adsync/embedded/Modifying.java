package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One modify operation on one object (MS-ADTS 3.1.1.5.3): first all is checked, then all is written. */
final class Modifying {

    private final Domain domain;
    private final Incoming incoming;
    private final DirectoryObject object;
    private final boolean secure;
    private final boolean permissive;
    private final Map<AttributeType, List<byte[]>> values = new LinkedHashMap<>();
    private final Map<NewObject.Reference, Boolean> links = new LinkedHashMap<>();
    private boolean oldPasswordGiven;

    /**
     * @param secure whether the connection is encrypted
     * @param permissive whether adding what is there and removing what is not is no error
     */
    Modifying(Domain domain, DirectoryObject object, boolean secure, boolean permissive) {
        this.domain = domain;
        this.incoming = new Incoming(domain);
        this.object = object;
        this.secure = secure;
        this.permissive = permissive;
    }

    /**
     * @throws LDAPException why not; nothing was changed then
     */
    void apply(List<Modification> modifications) throws LDAPException {
        for (Modification modification : modifications) {
            plan(modification);
        }
        for (Map.Entry<AttributeType, List<byte[]>> entry : values.entrySet()) {
            incoming.requireUnique(entry.getKey(), entry.getValue(), object);
        }
        follow();
        DirectoryObject primaryGroup = primaryGroup();
        if (primaryGroup != null) {
            leavePrimaryGroup(primaryGroup);
        }
        domain.store().write(object, values);
        links.forEach((reference, present) -> {
            if (present != present(reference)) {
                domain.store().writeLink(reference.type(), object, reference.target(), present);
            }
        });
    }

    private void plan(Modification modification) throws LDAPException {
        refuseNames(modification.getAttributeName());
        AttributeType type = incoming.writable(modification.getAttribute().getBaseName());
        if (type.link()) {
            planLink(type, modification);
        } else if (type == Schema.UNICODE_PWD) {
            planPassword(modification);
        } else {
            planValues(type, modification);
        }
    }

    private void refuseNames(String name) throws LDAPException {
        String naming = object.objectClass().namingAttribute();
        if (name.equalsIgnoreCase("name") || name.equalsIgnoreCase(naming)) {
            throw Refusal.of(ResultCode.NOT_ALLOWED_ON_RDN, "00002016", "UpdErr: names are changed by modify DN");
        }
        if (name.equalsIgnoreCase("objectClass")) {
            throw Refusal.of(ResultCode.OBJECT_CLASS_VIOLATION, "00002014", "UpdErr: an object keeps its class");
        }
    }

    private void planValues(AttributeType type, Modification modification) throws LDAPException {
        List<byte[]> given = incoming.values(type, modification.getRawValues(), secure);
        List<byte[]> now = new ArrayList<>(values.getOrDefault(type, object.values(type)));
        ModificationType how = modification.getModificationType();
        if (how.equals(ModificationType.REPLACE)) {
            now = new ArrayList<>(given);
        } else if (how.equals(ModificationType.ADD)) {
            add(type, given, now);
        } else if (how.equals(ModificationType.DELETE)) {
            remove(type, given, now);
        } else {
            throw Refusal.of(ResultCode.PROTOCOL_ERROR, "00000057", "LdapErr: modification type " + how);
        }
        values.put(type, List.copyOf(now));
    }

    private void add(AttributeType type, List<byte[]> given, List<byte[]> now) throws LDAPException {
        for (byte[] value : given) {
            if (!Values.contains(type, now, value)) {
                now.add(value);
            } else if (!permissive) {
                throw Refusal.of(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS, "00002083", "AtrErr: " + type + " has it");
            }
        }
        if (type.single() && now.size() > 1) {
            throw Refusal.of(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS, "00002081", "AtrErr: " + type + " has a value");
        }
    }

    private void remove(AttributeType type, List<byte[]> given, List<byte[]> now) throws LDAPException {
        if (given.isEmpty() && now.isEmpty() && !permissive) {
            throw Refusal.of(ResultCode.NO_SUCH_ATTRIBUTE, "00002085", "AtrErr: there is no " + type);
        }
        if (given.isEmpty()) {
            now.clear();
        }
        for (byte[] value : given) {
            if (!now.removeIf(kept -> Values.match(type, kept, value)) && !permissive) {
                throw Refusal.of(ResultCode.NO_SUCH_ATTRIBUTE, "00002085", "AtrErr: " + type + " does not have it");
            }
        }
    }

    private void planLink(AttributeType type, Modification modification) throws LDAPException {
        ModificationType how = modification.getModificationType();
        ASN1OctetString[] given = modification.getRawValues();
        boolean add = !how.equals(ModificationType.DELETE);
        if (how.equals(ModificationType.REPLACE) || (!add && given.length == 0)) {
            for (Link link : object.forward()) {
                if (link.type() == type && link.present()) {
                    links.put(new NewObject.Reference(type, link.target()), false);
                }
            }
        }
        for (ASN1OctetString value : given) {
            NewObject.Reference reference = new NewObject.Reference(type, incoming.target(type, value));
            boolean already = links.getOrDefault(reference, present(reference));
            if (already == add && !permissive) {
                throw add
                        ? Refusal.of(ResultCode.ENTRY_ALREADY_EXISTS, "00000562", "UpdErr: " + type + " has it")
                        : Refusal.of(ResultCode.UNWILLING_TO_PERFORM, "00000561", "SvcErr: " + type + " has it not");
            }
            links.put(reference, add);
        }
        if (type.single() && add && countAfter(type) > 1) {
            throw Refusal.of(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS, "00002081", "AtrErr: " + type + " has a value");
        }
    }

    private boolean present(NewObject.Reference reference) {
        Link link = domain.store().links().find(reference.type(), object, reference.target());
        return link != null && link.present();
    }

    private long countAfter(AttributeType type) {
        long kept = object.forward().stream()
                .filter(link -> link.type() == type && link.present())
                .filter(link -> !links.containsKey(new NewObject.Reference(type, link.target())))
                .count();
        return kept
                + links.entrySet().stream()
                        .filter(entry -> entry.getKey().type() == type && entry.getValue())
                        .count();
    }

    /** A reset replaces the password; a change proves the old one and adds the new one (MS-ADTS 3.1.1.3.1.5.1). */
    private void planPassword(Modification modification) throws LDAPException {
        List<byte[]> given = incoming.values(Schema.UNICODE_PWD, modification.getRawValues(), secure);
        ModificationType how = modification.getModificationType();
        if (given.isEmpty() || (how.equals(ModificationType.ADD) && !oldPasswordGiven)) {
            throw Refusal.unwilling("SvcErr: a password is reset by replace or changed by delete and add");
        }
        if (how.equals(ModificationType.DELETE)) {
            if (!Passwords.fits(object, given.get(0))) {
                throw Refusal.of(ResultCode.CONSTRAINT_VIOLATION, "00000056", "AtrErr: the old password is wrong");
            }
            oldPasswordGiven = true;
            return;
        }
        values.put(Schema.UNICODE_PWD, given);
        values.putIfAbsent(Schema.PWD_LAST_SET, List.of(incoming.now()));
    }

    /** The group that becomes the primary one; null if that does not change. One must be a member of it before. */
    private @Nullable DirectoryObject primaryGroup() throws LDAPException {
        List<byte[]> given = values.get(Schema.PRIMARY_GROUP_ID);
        if (given == null || Values.same(object.values(Schema.PRIMARY_GROUP_ID), given)) {
            return null;
        }
        DirectoryObject group = given.isEmpty() ? null : group(given.get(0));
        Link membership = group == null ? null : domain.store().links().find(Schema.MEMBER, group, object);
        if (membership == null || !membership.present()) {
            throw Refusal.unwilling("SvcErr: the primary group must be one that it is a member of");
        }
        return group;
    }

    /** Membership of the primary group is not kept as a link, so the old one gets a link and the new one loses it. */
    private void leavePrimaryGroup(DirectoryObject next) {
        List<byte[]> before = object.values(Schema.PRIMARY_GROUP_ID);
        DirectoryObject previous = before.isEmpty() ? null : group(before.get(0));
        domain.store().writeLink(Schema.MEMBER, next, object, false);
        if (previous != null) {
            domain.store().writeLink(Schema.MEMBER, previous, object, true);
        }
    }

    private @Nullable DirectoryObject group(byte[] relativeId) {
        byte[] sid = domain.sid(Integer.parseInt(Texts.of(relativeId)));
        return domain.store().uniqueNames().owner(Schema.OBJECT_SID, sid);
    }

    /** Values that the directory keeps in step with others. */
    private void follow() {
        List<byte[]> control = values.get(Schema.USER_ACCOUNT_CONTROL);
        if (control != null && !control.isEmpty()) {
            long type = Defaults.userAccountType(Long.parseLong(Texts.of(control.get(0))));
            values.put(Schema.SAM_ACCOUNT_TYPE, Texts.value(type));
        }
        List<byte[]> groupType = values.get(Schema.GROUP_TYPE);
        if (groupType != null && !groupType.isEmpty()) {
            long type = Defaults.groupAccountType(Long.parseLong(Texts.of(groupType.get(0))));
            values.put(Schema.SAM_ACCOUNT_TYPE, Texts.value(type));
        }
    }
}
