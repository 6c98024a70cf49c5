package adsync.contract;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.Container;
import adsync.change.DirectoryObject;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.Endings;
import adsync.directory.Located;
import adsync.directory.SidHolder;
import adsync.directory.Stamp;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.SearchScope;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Current state: who the domain controller is, and what it holds. */
public abstract class ReadContract extends LabContract {

    private static final long TICKS_PER_MILLISECOND = 10_000;

    private static final ObjectGuid UNKNOWN = new ObjectGuid(UUID.fromString("0b5e1e5d-94a5-4b5a-9c53-3f6f3c9c0f11"));

    @Test
    void the_domain_controller_says_who_it_is() throws LDAPException {
        var root = entry("", "dnsHostName", "dsServiceName");
        String service = requireNonNull(root.getAttributeValue("dsServiceName"));
        byte[] invocation = requireNonNull(entry(service, "invocationId").getAttributeValueBytes("invocationId"));

        assertThat(directory.domainController().hostName()).isEqualTo(root.getAttributeValue("dnsHostName"));
        assertThat(directory.domainController().invocationId())
                .isEqualTo(ObjectGuid.ofOctets(invocation).value());
        assertThat(directory.domainController().highestCommittedUsn()).isPositive();
        assertThat(directory.domainController().notifies()).isTrue();
    }

    @Test
    void a_change_raises_the_highest_committed_update_sequence_number() throws LDAPException {
        long before = directory.highestCommittedUsn();

        addUser("CN=Ada", "ada");

        assertThat(directory.highestCommittedUsn()).isGreaterThan(before);
    }

    @Test
    void the_naming_context_is_the_longest_suffix() throws LDAPException {
        String configuration = "CN=Configuration," + lab().baseDn();

        assertThat(namingContext.dn()).isEqualToIgnoringCase(lab().baseDn());
        assertThat(namingContext.guid()).isEqualTo(guid(lab().baseDn()));
        assertThat(directory.namingContextOf("CN=Sites," + configuration))
                .hasValueSatisfying(found -> assertThat(found.dn()).isEqualToIgnoringCase(configuration));
        assertThat(directory.namingContextOf("OU=People,DC=elsewhere,DC=example"))
                .isEmpty();
        assertThat(directory.namingContextOf("no name at all")).isEmpty();
    }

    @Test
    void a_user_is_read_with_its_mapped_attributes_and_its_place() throws LDAPException {
        byte[] photo = {(byte) 0xff, (byte) 0xd8, 0, 1};
        ObjectGuid ada = addUser(
                "CN=Ada",
                "ada",
                new Attribute("title", "Ingénieur № 1"),
                new Attribute("mail", "ada@example.com"),
                new Attribute("thumbnailPhoto", photo),
                new Attribute("otherTelephone", "2", "1"),
                new Attribute("info", "likes tea"));

        Image image = readUser(ada);

        assertThat(image.objectGuid()).isEqualTo(ada);
        assertThat(image.parent()).isEqualTo(guid(unit));
        assertThat(image.rdn()).isEqualTo("CN=Ada");
        assertThat(image.dn()).isEqualToIgnoringCase(dn("CN=Ada"));
        assertThat(image.usn()).isEqualTo(usn(dn("CN=Ada")));
        assertThat(image.whenChanged())
                .isEqualTo(requireNonNull(entry(dn("CN=Ada"), "whenChanged").getAttributeValueAsDate("whenChanged"))
                        .toInstant());
        assertThat(image.values("title")).containsExactly("Ingénieur № 1");
        assertThat(image.values("MAIL")).containsExactly("ada@example.com");
        assertThat(image.values("otherTelephone")).containsExactly("1", "2");
        assertThat(image.values("thumbnailPhoto"))
                .containsExactly(Base64.getEncoder().encodeToString(photo));
        assertThat(image.values("objectSid")).singleElement().asString().startsWith("S-1-5-21-");
        assertThat(image.values("sAMAccountName")).containsExactly(unique("ada"));
        assertThat(Integer.parseInt(image.values("userAccountControl").getFirst()) & 0x200)
                .isEqualTo(0x200);
        assertThat(image.attributes())
                .doesNotContainKeys("info", "objectClass", "objectGUID", "uSNChanged", "whenChanged", "sn");
    }

    @Test
    void the_guid_is_the_one_that_the_directory_understands() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");

        assertThat(directory.locate(ada))
                .hasValueSatisfying(located -> assertThat(located.dn()).isEqualToIgnoringCase(dn("CN=Ada")));
        assertThat(entry("<GUID=" + ada + ">", "name").getAttributeValue("name"))
                .isEqualTo("Ada");
    }

    @Test
    void a_manager_is_given_as_identity() throws LDAPException {
        ObjectGuid ada = addUser("CN=Adler\\, Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob", new Attribute("manager", dn("CN=Adler\\, Ada")));

        assertThat(readUser(bob).values("manager")).containsExactly(ada.toString());
    }

    @Test
    void an_attribute_that_was_cleared_is_gone() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada", new Attribute("title", "Engineer"));
        set(dn("CN=Ada"), "title");

        assertThat(readUser(ada).attributes()).doesNotContainKey("title");
    }

    @Test
    void special_characters_in_a_name_stay_as_the_directory_writes_them() throws LDAPException {
        List<String> names = List.of("Adler\\, Ada \\\"x\\\"", "\\#Älice \\+ Bob", "a\\=b\\;c\\<d\\>", "back\\\\slash");
        List<ObjectGuid> guids = new ArrayList<>();
        for (String name : names) {
            guids.add(addUser("CN=" + name, "u" + guids.size()));
        }

        for (ObjectGuid guid : guids) {
            Image image = readUser(guid);
            assertThat(image.dn())
                    .isEqualTo(entry("<GUID=" + guid + ">", "name").getDN());
            assertThat(image.dn()).isEqualToIgnoringCase(image.rdn() + "," + unit);
            assertThat(image.parent()).isEqualTo(guid(unit));
            assertThat(directory.locate(image.dn()))
                    .hasValueSatisfying(found -> assertThat(found.objectGuid()).isEqualTo(guid));
        }
    }

    @Test
    void a_text_that_looks_like_an_extended_name_is_harmless() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada", new Attribute("title", "<GUID=not one>;CN=x"));

        assertThat(readUser(ada).values("title")).containsExactly("<GUID=not one>;CN=x");
    }

    @Test
    void what_is_gone_deleted_or_of_another_class_is_missing() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        delete(dn("CN=Bob"));
        ObjectGuid computer = add("computer", "CN=pc1", "pc1$");
        ObjectGuid team = add("group", "CN=team", "team");

        List<DirectoryObject> read = directory.read(List.of(ada, bob, computer, team, UNKNOWN, ada, guid(unit)));

        assertThat(read).extracting(DirectoryObject::objectGuid).containsExactlyInAnyOrder(ada, guid(unit));
        assertThat(read).contains(new Container(guid(unit), namingContext.guid(), rdnOfUnit()));
    }

    @Test
    void many_objects_are_read_in_batches() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        List<ObjectGuid> wanted = new ArrayList<>(List.of(ada));
        IntStream.range(0, 450).forEach(i -> wanted.add(new ObjectGuid(UUID.nameUUIDFromBytes(new byte[] {(byte) i}))));
        wanted.add(bob);

        assertThat(directory.read(wanted))
                .extracting(DirectoryObject::objectGuid)
                .containsExactly(ada, bob);
        assertThat(directory.read(List.of())).isEmpty();
    }

    @Test
    void more_values_than_the_server_puts_into_one_answer_are_read_all() throws LDAPException {
        String[] numbers = IntStream.range(0, 2000).mapToObj(i -> "+49-" + i).toArray(String[]::new);
        ObjectGuid ada = addUser("CN=Ada", "ada", new Attribute("otherTelephone", numbers));

        assertThat(readUser(ada).values("otherTelephone")).hasSize(2000).doesNotHaveDuplicates();
    }

    @Test
    void an_object_is_located_by_name_and_by_identity() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");

        assertThat(directory.locate(ada))
                .hasValueSatisfying(found -> assertThat(found.deleted()).isFalse());
        assertThat(directory.locate(dn("CN=Ada"))).map(Located::objectGuid).hasValue(ada);
        assertThat(directory.locate(dn("CN=Nobody"))).isEmpty();
        assertThat(directory.locate(UNKNOWN)).isEmpty();

        delete(dn("CN=Ada"));

        assertThat(directory.locate(dn("CN=Ada"))).isEmpty();
        assertThat(directory.locate(ada))
                .hasValueSatisfying(found -> assertThat(found.deleted()).isTrue());
    }

    @Test
    void a_container_is_read_whatever_its_class() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");

        assertThat(directory.container(guid(unit)))
                .hasValue(new Container(guid(unit), namingContext.guid(), rdnOfUnit()));
        assertThat(directory.container(ada)).hasValue(new Container(ada, guid(unit), "CN=Ada"));
        assertThat(directory.container(namingContext.guid()))
                .hasValueSatisfying(head -> assertThat(head.parent()).isEqualTo(namingContext.guid()));
        assertThat(directory.container(UNKNOWN)).isEmpty();
    }

    @Test
    void the_containers_of_a_subtree_are_enumerated_with_its_base() throws LDAPException {
        ObjectGuid sales = addUnit("OU=Sales");
        ObjectGuid east = addUnit("OU=East,OU=Sales");
        addUser("CN=Ada", "ada");

        assertThat(all(directory.containers(unit)))
                .containsExactlyInAnyOrder(
                        new Container(guid(unit), namingContext.guid(), rdnOfUnit()),
                        new Container(sales, guid(unit), "OU=Sales"),
                        new Container(east, sales, "OU=East"));
        assertThat(all(directory.containers(lab().baseDn())))
                .extracting(Container::objectGuid)
                .contains(namingContext.guid(), east, guid("CN=Users," + lab().baseDn()));
    }

    @Test
    void the_users_of_a_subtree_are_enumerated_as_they_are_read() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada", new Attribute("title", "Engineer"));
        ObjectGuid bob = addUser("CN=Bob", "bob", new Attribute("manager", dn("CN=Ada")));
        addUnit("OU=Sales");
        ObjectGuid cyd = addUser("CN=Cyd,OU=Sales", "cyd");
        add("computer", "CN=pc1", "pc1$");
        delete(dn("CN=Bob"));

        assertThat(all(directory.users(unit))).containsExactlyInAnyOrder(readUser(ada), readUser(cyd));
        assertThat(all(directory.stamps(unit)))
                .containsExactlyInAnyOrder(
                        new Stamp(ada, usn(dn("CN=Ada"))), new Stamp(cyd, usn(dn("CN=Cyd,OU=Sales"))))
                .extracting(Stamp::objectGuid)
                .doesNotContain(bob);
        assertThat(directory.countUsers(unit, () -> false)).isEqualTo(2);
    }

    @Test
    void references_to_other_naming_contexts_are_not_followed() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        int references = administrator
                .search(lab().baseDn(), SearchScope.SUB, "(sAMAccountName=" + unique("ada") + ")", "1.1")
                .getReferenceCount();

        assertThat(references).isPositive();
        assertThat(all(directory.users(lab().baseDn())))
                .extracting(Image::objectGuid)
                .contains(ada);
        assertThat(directory.read(List.of(ada))).hasSize(1);
    }

    @Test
    void a_name_of_two_lines_as_a_conflict_makes_them_is_read_as_it_is() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada\\0ACNF:0b5e1e5d-94a5-4b5a-9c53-3f6f3c9c0f11", "ada");

        assertThat(readUser(ada).rdn()).isEqualToIgnoringCase("CN=Ada\\0ACNF:0b5e1e5d-94a5-4b5a-9c53-3f6f3c9c0f11");
        assertThat(readUser(ada).parent()).isEqualTo(guid(unit));
        assertThat(directory.locate(readUser(ada).dn()))
                .map(Located::objectGuid)
                .hasValue(ada);
    }

    @Test
    void deletions_can_be_learnt_of_for_the_shorter_of_two_lifetimes() throws LDAPException {
        String settings = "CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration," + lab().baseDn();
        Optional<String> before =
                Optional.ofNullable(entry(settings, "tombstoneLifetime").getAttributeValue("tombstoneLifetime"));
        try {
            set(settings, "tombstoneLifetime", "90");
            assertThat(directory.tombstoneLifetime()).isEqualTo(Duration.ofDays(90));
            set(settings, "msDS-DeletedObjectLifetime", "30");
            assertThat(directory.tombstoneLifetime()).isEqualTo(Duration.ofDays(30));
            set(settings, "msDS-DeletedObjectLifetime", "120");
            assertThat(directory.tombstoneLifetime()).isEqualTo(Duration.ofDays(90));
            set(settings, "msDS-DeletedObjectLifetime");
            set(settings, "tombstoneLifetime");
            assertThat(directory.tombstoneLifetime()).isEqualTo(Duration.ofDays(60));
        } finally {
            set(settings, "tombstoneLifetime", before.stream().toArray(String[]::new));
        }
    }

    @Test
    void what_lets_us_in_comes_to_its_end() throws LDAPException {
        String account = requireNonNull(administrator
                        .search(
                                lab().baseDn(),
                                SearchScope.SUB,
                                Filter.createORFilter(
                                        Filter.createEqualityFilter(
                                                "userPrincipalName",
                                                lab().replicator().user()),
                                        Filter.createEqualityFilter(
                                                "distinguishedName",
                                                lab().replicator().user())))
                        .getSearchEntries())
                .getFirst()
                .getDN();
        String control = requireNonNull(entry(account, "userAccountControl").getAttributeValue("userAccountControl"));
        String longest = entry(lab().baseDn(), "maxPwdAge").getAttributeValue("maxPwdAge");
        try {
            set(lab().baseDn(), "maxPwdAge", Long.toString(-TimeUnit.DAYS.toMillis(100) * TICKS_PER_MILLISECOND));
            set(account, "userAccountControl", "512");
            Endings ending = directory.endings();
            set(account, "userAccountControl", "66048");

            assertThat(ending.certificate().orElseThrow()).isAfter(Instant.now());
            assertThat(ending.password().orElseThrow())
                    .isBetween(
                            Instant.now().plus(99, ChronoUnit.DAYS),
                            Instant.now().plus(101, ChronoUnit.DAYS));
            assertThat(directory.endings().password()).isEmpty();
        } finally {
            set(account, "userAccountControl", control);
            set(lab().baseDn(), "maxPwdAge", Stream.ofNullable(longest).toArray(String[]::new));
        }
    }

    @Test
    void a_person_is_found_by_any_of_its_names() throws LDAPException {
        String mail = unique("ada") + "@example.com";
        ObjectGuid ada = addUser(
                "CN=Ada\\, (the) *",
                "ada",
                new Attribute("mail", mail),
                new Attribute("userPrincipalName", "ada." + mail));
        addUser("CN=Bob", "bob", new Attribute("mail", "x" + mail));
        addUnit("OU=Elsewhere");
        Located found = new Located(ada, readUser(ada).dn(), false);

        for (String name : List.of(
                mail, mail.toUpperCase(Locale.ROOT), "ada." + mail, unique("ada"), found.dn(), ada.toString())) {
            assertThat(directory.find(unit, name)).as(name).containsExactly(found);
        }
        for (String other : List.of("*", "ada", "Ada, (the) *", "CN=Ada", unit, UNKNOWN.toString(), "", "a=b,c")) {
            assertThat(directory.find(unit, other)).as(other).isEmpty();
        }
        assertThat(directory.find(dn("OU=Elsewhere"), mail)).isEmpty();
    }

    @Test
    void who_has_a_sid_is_found_wherever_and_whatever_it_is() throws LDAPException {
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid desk = add("computer", "CN=pc1", "pc1$");
        ObjectGuid staff = add("group", "CN=Staff", "staff");
        addUser("CN=Bob", "bob");
        String former = sid("CN=Bob");
        delete(dn("CN=Bob"));
        String domain = former.substring(0, former.lastIndexOf('-'));

        assertThat(directory.holders(List.of(
                        sid("CN=Ada"),
                        sid("CN=pc1"),
                        sid("CN=Staff"),
                        former,
                        domain + "-4294967295",
                        "S-1-5-21-1-2-3-4")))
                .containsOnly(
                        Map.entry(sid("CN=Ada"), new SidHolder(ada, true, created("CN=Ada"))),
                        Map.entry(sid("CN=pc1"), new SidHolder(desk, false, created("CN=pc1"))),
                        Map.entry(sid("CN=Staff"), new SidHolder(staff, false, created("CN=Staff"))));
        assertThat(directory.holders(List.of())).isEmpty();
    }

    private Image readUser(ObjectGuid guid) {
        return (Image) directory.read(List.of(guid)).getFirst();
    }

    private long usn(String dn) throws LDAPException {
        return requireNonNull(entry(dn, "uSNChanged").getAttributeValueAsLong("uSNChanged"));
    }

    private String rdnOfUnit() {
        return unit.substring(0, unit.indexOf(','));
    }
}
