package adsync.testing;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.RDN;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Realistic people for directories, Samba's or the embedded one: the same number always gives the same person. Build
 * one with {@link #person}, change what the test is about, and take the {@link Person#entry entry}.
 */
public final class People {

    private static final List<String> GIVEN_NAMES =
            List.of("Ada", "Bruno", "Chloé", "Dilara", "Emil", "Fatou", "Göran", "Hana", "Ivo", "Jürg", "Łucja");
    private static final List<String> SURNAMES =
            List.of("Aebi", "Brändli", "Çetin", "D'Angelo", "Eriksson", "Fuchs", "García-Ruiz", "Hofer", "Ito");
    private static final List<String> DEPARTMENTS = List.of("Sales", "Finance", "Engineering", "Support", "Legal");
    private static final List<String> TITLES = List.of("Analyst", "Engineer", "Director", "Assistant");

    private People() {}

    /** The person with that number, not in any directory yet. */
    public static Person person(int number) {
        String account = "p%05d".formatted(number);
        String given = pick(GIVEN_NAMES, number);
        String surname = pick(SURNAMES, number / GIVEN_NAMES.size() + number);
        String mail = account + "@lab.test";
        return new Person("%s %s %d".formatted(given, surname, number))
                .with("sAMAccountName", account)
                .with("userPrincipalName", mail)
                .with("givenName", given)
                .with("sn", surname)
                .with("displayName", given + " " + surname)
                .with("mail", mail)
                .with("proxyAddresses", "SMTP:" + mail, "smtp:alias-" + account + "@lab.test")
                .with("department", pick(DEPARTMENTS, number))
                .with("title", pick(TITLES, number))
                .with("company", "Lab Ltd")
                .with("telephoneNumber", "+41 31 555 %04d".formatted(number % 10_000))
                .with("userAccountControl", "512");
    }

    /** Entries of the persons with the numbers 1 to {@code count}, below a container. */
    public static List<Entry> entries(int count, String parentDn) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> person(number).entry(parentDn))
                .toList();
    }

    private static String pick(List<String> from, int number) {
        return from.get(Math.floorMod(number, from.size()));
    }

    /** One person's attributes while a test puts them together. Not safe for several threads. */
    public static final class Person {

        private final String commonName;
        private final Map<String, Attribute> attributes = new LinkedHashMap<>();

        private Person(String commonName) {
            this.commonName = commonName;
        }

        /** Sets an attribute; with no value, leaves it out. */
        public Person with(String name, String... values) {
            if (values.length == 0) {
                attributes.remove(name);
            } else {
                attributes.put(name, new Attribute(name, values));
            }
            return this;
        }

        /** Sets the password the way Active Directory takes it: quoted, in UTF-16 (MS-ADTS 3.1.1.3.1.5). */
        public Person withPassword(String password) {
            byte[] quoted = ("\"" + password + "\"").getBytes(StandardCharsets.UTF_16LE);
            attributes.put("unicodePwd", new Attribute("unicodePwd", quoted));
            return this;
        }

        /** Where {@link #entry} will be. */
        public String dn(String parentDn) {
            return new RDN("CN", commonName) + "," + parentDn;
        }

        /** The entry below a container, ready to be added or written as LDIF. */
        public Entry entry(String parentDn) {
            var all = new ArrayList<>(attributes.values());
            all.add(new Attribute("objectClass", "top", "person", "organizationalPerson", "user"));
            all.add(new Attribute("cn", commonName));
            return new Entry(dn(parentDn), all);
        }
    }
}
