package adsync.embedded;

import java.util.List;
import java.util.Locale;

/** What the directory fills in when an object is created (MS-ADTS 3.1.1.5.2.4, MS-SAMR 3.1.1.8). */
final class Defaults {

    static final int DOMAIN_USERS = 513;
    static final int DOMAIN_COMPUTERS = 515;
    static final long ACCOUNT_DISABLED = 0x2;
    static final long NORMAL_ACCOUNT = 0x200;
    static final long WORKSTATION = 0x1000;
    static final long SERVER = 0x2000;
    static final long PASSWORD_NOT_REQUIRED = 0x20;

    private static final long USER = 0x30000000;
    private static final long MACHINE = 0x30000001;
    private static final long GROUP = 0x10000000;
    private static final long DISTRIBUTION_GROUP = 0x10000001;
    private static final long ALIAS = 0x20000000;
    private static final long DISTRIBUTION_ALIAS = 0x20000001;
    private static final long GLOBAL_SECURITY_GROUP = -2147483646;
    private static final long LOCAL_GROUP_BIT = 0x4;
    private static final long SECURITY_BIT = 0x80000000L;

    private static final List<byte[]> ZERO = Texts.value(0);
    private static final List<byte[]> NEVER_EXPIRES = Texts.value(Long.MAX_VALUE);
    private static final List<byte[]> WRITABLE_INSTANCE = Texts.value(4);
    private static final List<byte[]> ORDINARY_USER = Texts.value(USER);
    private static final List<byte[]> USERS_GROUP = Texts.value(DOMAIN_USERS);
    private static final List<String> ZEROES = List.of(
            "badPwdCount", "codePage", "countryCode", "badPasswordTime", "lastLogoff", "lastLogon", "logonCount");
    private static final List<AttributeType> ZERO_TYPES =
            ZEROES.stream().map(Schema::attribute).toList();

    private Defaults() {}

    /** Fills in what the client did not give. */
    static NewObject complete(NewObject fresh, Domain domain) {
        ObjectClass objectClass = fresh.objectClass();
        fresh.setIfAbsent(Schema.INSTANCE_TYPE, WRITABLE_INSTANCE);
        fresh.setIfAbsent(
                Schema.WHEN_CREATED, Texts.value(Texts.time(domain.store().now())));
        DirectoryObject category = domain.names().category(objectClass);
        if (category != null) {
            fresh.setIfAbsent(Schema.OBJECT_CATEGORY, List.of(Guid.octets(category.guid())));
        }
        if (objectClass.securityPrincipal()) {
            fresh.setIfAbsent(Schema.OBJECT_SID, List.of(domain.newSid()));
            if (!fresh.has(Schema.SAM_ACCOUNT_NAME)) {
                fresh.set(Schema.SAM_ACCOUNT_NAME, Texts.value(inventedName(domain)));
            }
        }
        if (objectClass.isA("user")) {
            completeUser(fresh, objectClass.isA("computer"));
        } else if (objectClass.isA("group")) {
            fresh.setIfAbsent(Schema.GROUP_TYPE, Texts.value(GLOBAL_SECURITY_GROUP));
            fresh.set(Schema.SAM_ACCOUNT_TYPE, Texts.value(groupAccountType(number(fresh, Schema.GROUP_TYPE))));
        }
        return fresh;
    }

    private static void completeUser(NewObject fresh, boolean computer) {
        for (AttributeType type : ZERO_TYPES) {
            fresh.setIfAbsent(type, ZERO);
        }
        fresh.setIfAbsent(Schema.PWD_LAST_SET, ZERO);
        fresh.setIfAbsent(Schema.ACCOUNT_EXPIRES, NEVER_EXPIRES);
        fresh.setIfAbsent(Schema.PRIMARY_GROUP_ID, computer ? Texts.value(DOMAIN_COMPUTERS) : USERS_GROUP);
        long kind = computer ? WORKSTATION : NORMAL_ACCOUNT;
        fresh.setIfAbsent(Schema.USER_ACCOUNT_CONTROL, Texts.value(kind | ACCOUNT_DISABLED | PASSWORD_NOT_REQUIRED));
        long accountType = userAccountType(number(fresh, Schema.USER_ACCOUNT_CONTROL));
        fresh.set(Schema.SAM_ACCOUNT_TYPE, accountType == USER ? ORDINARY_USER : Texts.value(accountType));
    }

    static long userAccountType(long userAccountControl) {
        return (userAccountControl & (WORKSTATION | SERVER)) == 0 ? USER : MACHINE;
    }

    static long groupAccountType(long groupType) {
        boolean security = (groupType & SECURITY_BIT) != 0;
        if ((groupType & LOCAL_GROUP_BIT) != 0) {
            return security ? ALIAS : DISTRIBUTION_ALIAS;
        }
        return security ? GROUP : DISTRIBUTION_GROUP;
    }

    private static String inventedName(Domain domain) {
        String random = domain.store().newGuid().toString().replace("-", "").toUpperCase(Locale.ROOT);
        return "$" + random.substring(0, 6) + "-" + random.substring(6, 18);
    }

    private static long number(NewObject fresh, AttributeType type) {
        return Long.parseLong(Texts.of(fresh.values().getOrDefault(type, ZERO).get(0)));
    }
}
