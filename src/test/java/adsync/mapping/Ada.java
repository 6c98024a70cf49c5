package adsync.mapping;

import adsync.change.Container;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.scim.ScimResource;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A user with everything an Exchange organisation puts on one. */
final class Ada {

    static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    static final String EXTENSION = MappingOptions.EXTENSION + ":";
    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";

    private static final ObjectGuid GUID = ObjectGuid.parse("6f9619ff-8b86-d011-b42d-00c04fc964ff");
    private static final ObjectGuid STAFF = ObjectGuid.parse("00000000-0000-0000-0000-000000000001");

    private Ada() {}

    static Image image() {
        return image("CN=Ada Adler,OU=Staff,DC=contoso,DC=com", attributes());
    }

    /** Ada with other values of one attribute. */
    static Image with(String attribute, String... values) {
        Map<String, List<String>> attributes = attributes();
        attributes.put(attribute, Arrays.asList(values));
        return image("CN=Ada Adler,OU=Staff,DC=contoso,DC=com", attributes);
    }

    /** A user of nothing but these attributes. */
    static Image image(String dn, Map<String, List<String>> attributes) {
        return Image.of(new Container(GUID, STAFF, "CN=Ada Adler"), dn, 4711, attributes);
    }

    static Mapping mapping(Map<String, Choice> choices) {
        return Mapping.standard(new MappingOptions(MappingOptions.EXTENSION, new TreeMap<>(choices)));
    }

    static ScimResource resource(Mapping mapping, Image image) {
        return ((Mapped.User) mapping.resource(image, Optional.of("provider-id-of-grace"), NOON)).resource();
    }

    static Map<String, List<String>> attributes() {
        Map<String, List<String>> values = new HashMap<>();
        identity(values);
        mail(values);
        person(values);
        return values;
    }

    private static void identity(Map<String, List<String>> values) {
        values.put("userPrincipalName", List.of("ada@contoso.com"));
        values.put("sAMAccountName", List.of("ada"));
        values.put("objectSid", List.of("S-1-5-21-1-2-3-1104"));
        values.put("userAccountControl", List.of("512"));
        values.put("accountExpires", List.of(fileTime("2030-01-01T00:00:00Z")));
        values.put("lockoutTime", List.of(fileTime("2026-11-25T11:00:00Z")));
        values.put("pwdLastSet", List.of(fileTime("2026-01-31T12:00:00Z")));
        values.put("manager", List.of("00000000-0000-0000-0000-0000000000aa"));
        values.put(Image.SERVICES, List.of("mailbox", "sharepoint"));
        values.put("thumbnailPhoto", List.of("/9j/4AAQ"));
        values.put("userCertificate", List.of("MIIB", "MIIC"));
    }

    private static void mail(Map<String, List<String>> values) {
        values.put("mail", List.of("ada.old@contoso.com"));
        values.put(
                "proxyAddresses",
                List.of(
                        "smtp:ada@Contoso.de",
                        "SMTP:Ada.Adler@CONTOSO.com",
                        "smtp:aa@contoso.com",
                        "SIP:ada@sip.contoso.com",
                        "x400:C=DE;S=Adler"));
        values.put("legacyExchangeDN", List.of("/o=Contoso/cn=ada"));
        values.put("msRTCSIP-PrimaryUserAddress", List.of("sip:ada@lync.contoso.com"));
        values.put("mailNickname", List.of("ada.adler"));
        values.put("targetAddress", List.of("SMTP:ada@contoso.mail.onmicrosoft.com"));
        values.put("msExchHideFromAddressLists", List.of("TRUE"));
        values.put("msExchRecipientTypeDetails", List.of("2147483648"));
    }

    private static void person(Map<String, List<String>> values) {
        values.putAll(one("cn=Ada Adler|displayName=Ada Adler|givenName=Ada|sn=Adler|middleName=Byron|personalTitle=Dr."
                + "|generationQualifier=Jr.|initials=AA|title=Engineer|employeeType=Employee"
                + "|telephoneNumber=+49 30 1|mobile=+49 171 1|facsimileTelephoneNumber=+49 30 2|pager=+49 30 3"
                + "|homePhone=+49 30 4|ipPhone=90|l=Berlin|st=BE|postalCode=10117|c=DE|co=Germany"
                + "|postOfficeBox=Postfach 7|physicalDeliveryOfficeName=B 2.04|department=Research"
                + "|division=Europe|company=Contoso|employeeID=E-7|employeeNumber=4711"
                + "|preferredLanguage=de-DE|msExchUserCulture=en-GB|wWWHomePage=https://contoso.com/~ada"
                + "|info=likes engines|extensionAttribute4=four"));
        values.put("otherTelephone", List.of("+49 30 5", "+49 30 6"));
        values.put("streetAddress", List.of("Unter den Linden 1\r\nHinterhaus"));
        values.put("description", List.of(" First line\r\nsecond line\u0000 "));
    }

    private static Map<String, List<String>> one(String pairs) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : pairs.split("\\|", -1)) {
            int equals = pair.indexOf('=');
            values.put(pair.substring(0, equals), List.of(pair.substring(equals + 1)));
        }
        return values;
    }

    /** Windows' time of an instant. */
    static String fileTime(String instant) {
        return String.valueOf((Instant.parse(instant).getEpochSecond() + 11_644_473_600L) * 10_000_000L);
    }
}
