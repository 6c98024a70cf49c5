package adsync.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import com.unboundid.ldap.sdk.ModifyDNRequest;
import com.unboundid.ldap.sdk.ModifyRequest;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two domain controllers that change the same things before they hear of each other. */
class ReplicationConflictTest {

    private static final int STEPS = 150;

    private Lab lab;
    private EmbeddedDirectory second;
    private LDAPConnection here;
    private LDAPConnection there;

    @BeforeEach
    void start() throws LDAPException {
        open(new Lab());
    }

    private void open(Lab opened) throws LDAPException {
        lab = opened;
        here = lab.administrator();
        second = lab.directory().startReplica("dc2");
        there = new LDAPConnection(second.host(), second.port(), second.administrator(), Lab.PASSWORD);
    }

    @AfterEach
    void stop() {
        there.close();
        second.close();
        lab.close();
    }

    @Test
    void of_two_objects_of_one_name_the_earlier_makes_way() throws LDAPException {
        lab.user("CN=ada", new Attribute("title", "first"));
        there.add(
                lab.dn("CN=ada"),
                new Attribute("objectClass", "user"),
                new Attribute("sAMAccountName", "ada2"),
                new Attribute("title", "second"));
        UUID earlier = Guid.ofOctets(
                Objects.requireNonNull(lab.entry("CN=ada", "objectGUID").getAttributeValueBytes("objectGUID")));

        exchange();

        String conflict = "CN=ada\\0ACNF:" + earlier;
        for (LDAPConnection connection : List.of(here, there)) {
            assertThat(text(connection, "CN=ada", "title")).isEqualTo("second");
            assertThat(text(connection, conflict, "title")).isEqualTo("first");
            assertThat(text(connection, conflict, "name")).isEqualTo("ada\nCNF:" + earlier);
        }
    }

    @Test
    void what_was_put_into_a_deleted_container_is_found_again() throws LDAPException {
        lab.unit("OU=Sales");
        second.replicateFrom(lab.directory());
        here.delete(lab.dn("OU=Sales"));
        there.add(
                lab.dn("CN=ada,OU=Sales"),
                new Attribute("objectClass", "user"),
                new Attribute("sAMAccountName", "ada"));

        exchange();

        assertThat(text(here, "CN=ada,CN=LostAndFound", "name")).isEqualTo("ada");
        assertThat(text(there, "CN=ada,CN=LostAndFound", "name")).isEqualTo("ada");
    }

    @Test
    void what_was_deleted_stays_so_whatever_was_done_to_it_elsewhere() throws LDAPException {
        lab.user("CN=ada");
        second.replicateFrom(lab.directory());
        here.delete(lab.dn("CN=ada"));
        there.modifyDN(lab.dn("CN=ada"), "CN=ada adler", true);
        there.modify(lab.dn("CN=ada adler"), new Modification(ModificationType.REPLACE, "title", "Director"));

        exchange();

        assertThat(there.getEntry(lab.dn("CN=ada adler"))).isNull();
        assertThat(dump(here)).isEqualTo(dump(there));
        assertThat(lab.tombstone("ada", "title").hasAttribute("title")).isFalse();
    }

    @Test
    void containers_that_were_moved_below_each_other_stay_reachable() throws LDAPException {
        lab.unit("OU=a");
        lab.unit("OU=b");
        second.replicateFrom(lab.directory());
        here.modifyDN(new ModifyDNRequest(lab.dn("OU=a"), "OU=a", true, lab.dn("OU=b")));
        there.modifyDN(new ModifyDNRequest(lab.dn("OU=b"), "OU=b", true, lab.dn("OU=a")));

        exchange();

        assertThat(dump(here)).hasSameSizeAs(dump(there)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,false", "2,false", "3,false", "4,false", "5,true", "6,true", "7,true", "8,true"})
    void after_enough_exchanges_both_hold_the_same(long seed, boolean bin) throws LDAPException {
        stop();
        DirectoryProfile windows = DirectoryProfile.windows();
        open(new Lab(bin ? windows.with(Behaviour.RECYCLE_BIN) : windows));
        Random random = new Random(seed);
        for (String unit : List.of("OU=u0", "OU=u1", "OU=u0,OU=u1")) {
            lab.unit(unit);
        }
        for (int i = 0; i < 4; i++) {
            lab.group("CN=g" + i);
            lab.user("CN=p" + i);
        }
        exchange();

        for (int step = 0; step < STEPS; step++) {
            change(random.nextBoolean() ? here : there, random, step);
            if (random.nextInt(10) == 0) {
                (random.nextBoolean() ? lab.directory() : second)
                        .replicateFrom(random.nextBoolean() ? lab.directory() : second);
            }
        }
        for (int round = 0; round < 4; round++) {
            exchange();
        }

        assertThat(dump(here)).containsExactlyEntriesOf(dump(there));
    }

    /** Whatever is refused is refused: the other domain controller or an earlier step was quicker. */
    private void change(LDAPConnection at, Random random, int step) {
        try {
            List<String> alive = alive(at);
            String one = alive.get(random.nextInt(alive.size()));
            String other = alive.get(random.nextInt(alive.size()));
            switch (random.nextInt(7)) {
                case 0 ->
                    at.add(
                            "CN=n" + random.nextInt(5) + "," + other,
                            new Attribute("objectClass", "user"),
                            new Attribute("sAMAccountName", "s" + step));
                case 1 -> at.delete(one);
                case 2 -> at.modifyDN(one, one.substring(0, 3) + "r" + random.nextInt(8), true);
                case 3 -> at.modifyDN(new ModifyDNRequest(one, one.split(",", 2)[0], true, other));
                case 4 -> at.modify(one, new Modification(ModificationType.REPLACE, "description", "d" + step));
                case 5 ->
                    at.modify(
                            one,
                            new Modification(
                                    random.nextBoolean() ? ModificationType.ADD : ModificationType.DELETE,
                                    "member",
                                    other));
                default -> undelete(at, random, step, other);
            }
        } catch (LDAPException refused) {
            assertThat(refused.getResultCode()).isNotNull();
        }
    }

    private void undelete(LDAPConnection at, Random random, int step, String parent) throws LDAPException {
        SearchRequest graves =
                new SearchRequest(lab.dn("CN=Deleted Objects"), SearchScope.ONE, "(objectClass=user)", "1.1");
        graves.addControl(Lab.SHOW_DELETED);
        List<String> deleted =
                new TreeSet<>(Lab.names(at.search(graves))).stream().toList();
        if (!deleted.isEmpty()) {
            ModifyRequest request = new ModifyRequest(
                    deleted.get(random.nextInt(deleted.size())),
                    new Modification(ModificationType.DELETE, "isDeleted"),
                    new Modification(ModificationType.REPLACE, "distinguishedName", "CN=b" + step + "," + parent));
            request.addControl(Lab.SHOW_DELETED);
            at.modify(request);
        }
    }

    private List<String> alive(LDAPConnection at) throws LDAPException {
        List<String> names = new ArrayList<>(Lab.names(at.search(
                lab.base(),
                SearchScope.SUB,
                "(|(objectClass=organizationalUnit)(objectClass=group)(&(objectClass=user)(!(objectClass=computer))))",
                "1.1")));
        names.removeIf(name -> name.contains("CN=Users,") || name.contains("OU=Domain Controllers"));
        names.add(lab.base());
        return names;
    }

    /** Everything that is there, tombstones included, by identity. */
    private Map<UUID, String> dump(LDAPConnection at) throws LDAPException {
        SearchRequest all = new SearchRequest(
                lab.base(),
                SearchScope.SUB,
                "(objectClass=*)",
                "objectGUID",
                "name",
                "description",
                "title",
                "isDeleted",
                "sAMAccountName",
                "member",
                "memberOf",
                "lastKnownParent",
                "cn",
                "ou");
        all.addControl(Lab.SHOW_DELETED);
        Map<UUID, String> dump = new TreeMap<>();
        for (SearchResultEntry entry : Lab.entries(at.search(all))) {
            TreeSet<String> lines = new TreeSet<>();
            for (Attribute attribute : entry.getAttributes()) {
                lines.add(attribute.getName() + new TreeSet<>(List.of(attribute.getValues())));
            }
            byte[] guid = Objects.requireNonNull(entry.getAttributeValueBytes("objectGUID"));
            dump.put(Guid.ofOctets(guid), entry.getDN() + lines);
        }
        return dump;
    }

    private void exchange() {
        second.replicateFrom(lab.directory());
        lab.directory().replicateFrom(second);
        second.replicateFrom(lab.directory());
    }

    private String text(LDAPConnection connection, String path, String attribute) throws LDAPException {
        SearchResultEntry entry = connection.getEntry(lab.dn(path), attribute);
        assertThat(entry).as(path).isNotNull();
        return String.valueOf(entry == null ? null : entry.getAttributeValue(attribute));
    }
}
