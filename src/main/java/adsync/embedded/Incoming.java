package adsync.embedded;

import com.unboundid.asn1.ASN1OctetString;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks what a client wants to write and turns it into what is stored. */
final class Incoming {

    private static final long NOW = -1;

    private final Domain domain;

    Incoming(Domain domain) {
        this.domain = domain;
    }

    /**
     * @throws LDAPException noSuchAttribute if the schema has none of that name; constraintViolation or
     *     unwillingToPerform if clients do not write it
     */
    AttributeType writable(String name) throws LDAPException {
        AttributeType type = Schema.find(name);
        if (type == null) {
            throw Refusal.of(ResultCode.NO_SUCH_ATTRIBUTE, "00000057", "LdapErr: there is no attribute " + name);
        }
        if (type.backLink()) {
            throw Refusal.unwilling("SvcErr: " + type + " is the other side of " + type.partner());
        }
        if (type.is(Trait.SYSTEM)) {
            throw Refusal.constraint("AtrErr: only the directory itself writes " + type);
        }
        return type;
    }

    /**
     * The stored form of values that are no links.
     *
     * @param secure whether they came over an encrypted connection
     */
    List<byte[]> values(AttributeType type, ASN1OctetString[] given, boolean secure) throws LDAPException {
        if (type.single() && given.length > 1) {
            throw Refusal.constraint("AtrErr: " + type + " has one value at most");
        }
        List<byte[]> stored = new ArrayList<>(given.length);
        for (ASN1OctetString value : given) {
            byte[] octets = stored(type, value, secure);
            if (Values.contains(type, stored, octets)) {
                throw Refusal.of(ResultCode.ATTRIBUTE_OR_VALUE_EXISTS, "00002083", "AtrErr: " + type + " twice");
            }
            stored.add(octets);
        }
        return List.copyOf(stored);
    }

    private byte[] stored(AttributeType type, ASN1OctetString value, boolean secure) throws LDAPException {
        if (type == Schema.UNICODE_PWD) {
            if (!secure && !domain.profile().has(Behaviour.PASSWORDS_IN_CLEAR)) {
                throw Refusal.of(
                        ResultCode.UNWILLING_TO_PERFORM, "0000001F", "SvcErr: passwords need an encrypted connection");
            }
            return Passwords.ofQuoted(
                    value.getValue(), Guid.octets(domain.store().newGuid()));
        }
        if (type.syntax() == Syntax.NAME) {
            return Guid.octets(target(type, value).guid());
        }
        byte[] octets = Values.checked(type, value.getValue());
        return type == Schema.PWD_LAST_SET ? passwordTime(octets) : octets;
    }

    /** Clients may only write "must be changed" and "was changed just now". */
    private byte[] passwordTime(byte[] octets) throws LDAPException {
        long number = Long.parseLong(Texts.of(octets));
        if (number != 0 && number != NOW) {
            throw Refusal.of(ResultCode.INVALID_ATTRIBUTE_SYNTAX, "00000057", "AtrErr: pwdLastSet is 0 or -1");
        }
        return number == 0 ? octets : now();
    }

    byte[] now() {
        return Texts.octets(Long.toString(Texts.fileTime(domain.store().now())));
    }

    /** The object a value refers to. */
    DirectoryObject target(AttributeType type, ASN1OctetString value) throws LDAPException {
        DirectoryObject target = domain.names().find(value.stringValue()).object();
        if (target == null || target.deleted()) {
            throw type == Schema.MEMBER
                    ? Refusal.of(ResultCode.NO_SUCH_OBJECT, "00000525", "there is no " + value.stringValue())
                    : Refusal.constraint("AtrErr: " + type + " refers to nothing: " + value.stringValue());
        }
        return target;
    }

    /**
     * @throws LDAPException entryAlreadyExists or constraintViolation if somebody else has that name
     */
    void requireUnique(AttributeType type, List<byte[]> values, @Nullable DirectoryObject except) throws LDAPException {
        if (!domain.store().uniqueNames().covers(type)) {
            return;
        }
        for (byte[] value : values) {
            DirectoryObject owner = domain.store().uniqueNames().owner(type, value);
            if (owner != null && owner != except) {
                throw type == Schema.SAM_ACCOUNT_NAME
                        ? Refusal.of(ResultCode.ENTRY_ALREADY_EXISTS, "00000524", "UpdErr: that account name is taken")
                        : Refusal.constraint("AtrErr: that " + type + " is taken");
            }
        }
    }
}
