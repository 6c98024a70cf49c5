package adsync.mapping;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The mapping as it is if nobody chooses anything else. */
final class StandardTable {

    static final List<Rule> RULES = Stream.of(
                    account(),
                    names(),
                    mail(),
                    phones(),
                    addresses(),
                    work(),
                    services(),
                    other(),
                    exchangeExtensions())
            .flatMap(List::stream)
            .toList();

    private StandardTable() {}

    private static List<Rule> account() {
        return List.of(
                Rule.of("externalId", Form.OBJECT_GUID),
                Rule.of("userName", Form.LOGIN, "userPrincipalName", "sAMAccountName"),
                Rule.of("active", Form.ACTIVE, "userAccountControl", "accountExpires"),
                Rule.of("extension:samAccountName", Form.TEXT, "sAMAccountName"),
                Rule.of("extension:objectSid", Form.TEXT, "objectSid"),
                Rule.of("extension:distinguishedName", Form.DISTINGUISHED_NAME).off(),
                Rule.of("extension:accountExpires", Form.TIME, "accountExpires"),
                Rule.of("extension:lockedOut", Form.LOCKED_OUT, "lockoutTime").off(),
                Rule.of("extension:passwordLastSet", Form.TIME, "pwdLastSet"),
                Rule.of("extension:mustChangePassword", Form.MUST_CHANGE_PASSWORD, "pwdLastSet"));
    }

    private static List<Rule> names() {
        return List.of(
                Rule.of("displayName", Form.TEXT, "displayName", "cn"),
                Rule.of("name.givenName", Form.TEXT, "givenName"),
                Rule.of("name.familyName", Form.TEXT, "sn"),
                Rule.of("name.middleName", Form.TEXT, "middleName"),
                Rule.of("name.honorificPrefix", Form.TEXT, "personalTitle"),
                Rule.of("name.honorificSuffix", Form.TEXT, "generationQualifier"),
                Rule.of("name.formatted", Form.LAST_RESORT, "displayName", "cn"),
                Rule.of("nickName", Form.TEXT).off(),
                Rule.of("extension:initials", Form.TEXT, "initials"));
    }

    private static List<Rule> mail() {
        return List.of(
                Rule.of("emails[type eq \"work\"]", Form.PRIMARY_MAIL, "proxyAddresses", "mail"),
                // Off: a provider that keeps one address only would keep an arbitrary alias.
                Rule.of("emails[type eq \"other\"]", Form.FIRST_ALIAS, "proxyAddresses")
                        .off(),
                Rule.of("emails[type eq \"home\"]", Form.EMAIL).off(),
                Rule.of("extension:aliases", Form.ALIASES, "proxyAddresses"),
                // "sip" is no canonical type of RFC 7643 4.1.2, and some providers refuse a user who has it.
                Rule.of("ims[type eq \"sip\"]", Form.SIP, "proxyAddresses", "msRTCSIP-PrimaryUserAddress")
                        .off(),
                Rule.of("extension:sipAddress", Form.SIP, "proxyAddresses", "msRTCSIP-PrimaryUserAddress"),
                Rule.of("extension:legacyAddresses", Form.LEGACY, "proxyAddresses", "legacyExchangeDN")
                        .off(),
                Rule.of("extension:mailNickname", Form.TEXT, "mailNickname"),
                Rule.of("extension:targetAddress", Form.TEXT, "targetAddress"),
                Rule.of("extension:hideFromAddressLists", Form.BOOLEAN, "msExchHideFromAddressLists"),
                Rule.of("extension:recipientType", Form.RECIPIENT_TYPE, "msExchRecipientTypeDetails"));
    }

    private static List<Rule> phones() {
        return List.of(
                Rule.of("phoneNumbers[type eq \"work\"]", Form.TEXT, "telephoneNumber"),
                Rule.of("phoneNumbers[type eq \"mobile\"]", Form.TEXT, "mobile"),
                Rule.of("phoneNumbers[type eq \"fax\"]", Form.TEXT, "facsimileTelephoneNumber"),
                Rule.of("phoneNumbers[type eq \"pager\"]", Form.TEXT, "pager"),
                Rule.of("phoneNumbers[type eq \"home\"]", Form.TEXT, "homePhone"),
                Rule.of("phoneNumbers[type eq \"other\"]", Form.TEXT, "otherTelephone", "ipPhone"));
    }

    private static List<Rule> addresses() {
        return List.of(
                Rule.of("addresses[type eq \"work\"].streetAddress", Form.LINES, "streetAddress"),
                Rule.of("addresses[type eq \"work\"].locality", Form.TEXT, "l"),
                Rule.of("addresses[type eq \"work\"].region", Form.TEXT, "st"),
                Rule.of("addresses[type eq \"work\"].postalCode", Form.TEXT, "postalCode"),
                Rule.of("addresses[type eq \"work\"].country", Form.COUNTRY, "c"),
                Rule.of(
                        "addresses[type eq \"work\"].formatted",
                        Form.LETTER,
                        "streetAddress",
                        "postOfficeBox",
                        "postalCode",
                        "l",
                        "st",
                        "co"),
                Rule.of("addresses[type eq \"other\"].formatted", Form.LINES, "physicalDeliveryOfficeName")
                        .off(),
                Rule.of("extension:officeLocation", Form.TEXT, "physicalDeliveryOfficeName"));
    }

    private static List<Rule> work() {
        return List.of(
                Rule.of("title", Form.TEXT, "title"),
                Rule.of("userType", Form.TEXT, "employeeType"),
                Rule.of("enterprise:department", Form.TEXT, "department"),
                Rule.of("enterprise:division", Form.TEXT, "division"),
                Rule.of("enterprise:organization", Form.TEXT, "company"),
                Rule.of("enterprise:employeeNumber", Form.TEXT, "employeeID", "employeeNumber"),
                Rule.of("enterprise:costCenter", Form.TEXT).off(),
                Rule.of("enterprise:manager", Form.MANAGER, "manager"));
    }

    /** They need no attribute: which services a user has is derived before anything is mapped. */
    static List<Rule> services() {
        return List.of(Rule.of("entitlements", Form.ENTITLEMENTS), Rule.of("extension:services", Form.SERVICES));
    }

    private static List<Rule> other() {
        return List.of(
                Rule.of("preferredLanguage", Form.LANGUAGE, "preferredLanguage"),
                Rule.of("locale", Form.LANGUAGE, "preferredLanguage", "msExchUserCulture"),
                Rule.of("timezone", Form.TEXT).off(),
                Rule.of("profileUrl", Form.WEB_ADDRESS, "wWWHomePage"),
                Rule.of("photos[type eq \"thumbnail\"]", Form.PHOTO, "thumbnailPhoto")
                        .off(),
                Rule.of("x509Certificates", Form.CERTIFICATES, "userCertificate")
                        .off(),
                Rule.of("extension:description", Form.LINES, "description"),
                Rule.of("extension:notes", Form.LINES, "info"));
    }

    /** Exchange's free attributes mean something else in every company. */
    private static List<Rule> exchangeExtensions() {
        return IntStream.rangeClosed(1, 15)
                .mapToObj(number -> "extensionAttribute" + number)
                .map(name -> Rule.of("extension:" + name, Form.TEXT, name).off())
                .toList();
    }
}
