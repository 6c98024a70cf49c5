package adsync.scim;

import adsync.change.CorrelationId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Users for tests. */
final class SampleUsers {

    static final String ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:";
    static final String EXTENSION = "urn:ietf:params:scim:schemas:extension:adsync:2.0:User:";

    private static final AtomicLong NUMBER = new AtomicLong();

    private SampleUsers() {}

    static CorrelationId correlation() {
        return new CorrelationId(String.format("%016x", NUMBER.incrementAndGet()));
    }

    /** The least there can be. */
    static ScimResource plain(String userName) {
        return ScimResource.of(Map.of("userName", userName, "externalId", guid(userName), "active", true));
    }

    /** The externalId of the user with this userName. */
    static String guid(String userName) {
        return UUID.nameUUIDFromBytes(userName.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** With a value for every kind of path the mapping can make. */
    static ScimResource full(String userName) {
        var values = new TreeMap<String, Object>(plain(userName).values());
        values.put("displayName", "Ana \"Nina\" O'Neill \\ Łódź 🙂");
        values.put("name.givenName", "Ana");
        values.put("name.familyName", "O'Neill");
        values.put("name.formatted", "Dr. Ana O'Neill");
        values.put("title", "Director");
        values.put("userType", "Employee");
        values.put("preferredLanguage", "de-CH");
        values.put("locale", "de-CH");
        values.put("timezone", "Europe/Zurich");
        values.put("profileUrl", "https://example.net/ana");
        values.put("emails", List.of(Map.of("value", "Ana@Example.net", "type", "work", "primary", true)));
        values.put(
                "phoneNumbers",
                List.of(
                        Map.of("value", "+41 1", "type", "work", "primary", true),
                        Map.of("value", "+41 2", "type", "mobile")));
        // Not "sip": servers that hold to the canonical values of RFC 7643 8.7.1 refuse the whole user for it.
        values.put("ims", List.of(Map.of("value", "ana@example.net", "type", "xmpp")));
        values.put(
                "addresses",
                List.of(Map.of("type", "work", "streetAddress", "Main 1\nBack", "locality", "Zug", "country", "CH")));
        for (String attribute : List.of("department", "division", "organization", "employeeNumber", "costCenter")) {
            values.put(ENTERPRISE + attribute, "some " + attribute);
        }
        for (String attribute : List.of("samAccountName", "objectSid", "initials", "mailNickname", "notes")) {
            values.put(EXTENSION + attribute, "some " + attribute);
        }
        values.put(EXTENSION + "accountExpires", "2027-01-31T12:00:00Z");
        values.put(EXTENSION + "mustChangePassword", false);
        values.put(EXTENSION + "hideFromAddressLists", true);
        values.put(EXTENSION + "aliases", List.of("b@example.net", "a@example.net"));
        values.put(EXTENSION + "services", List.of("mailbox", "sharepoint"));
        return ScimResource.of(values);
    }
}
