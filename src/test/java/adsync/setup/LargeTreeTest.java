package adsync.setup;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.directory.DirectoryTree.Branch;
import adsync.directory.DirectoryTree.Listing;
import adsync.directory.DirectoryTree.UserCounts;
import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A unit with 5,000 units and a unit with 5,000 users. */
@Timeout(120)
class LargeTreeTest {

    private static final int MANY = 5_000;
    private static final Duration QUICK = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void large_units_are_turned_page_by_page_and_counted_within_bounds() throws LDAPException {
        try (var lab = new SetupFixture()) {
            String units = "OU=Units," + lab.directory().baseDn();
            String crowd = "OU=Unit 0007," + units;
            fill(lab, units, crowd);
            Setup setup = SetupFixture.begin(folder.resolve("adsync.yaml"));
            lab.answerDirectory(setup);

            long begin = System.nanoTime();
            List<String> names = new ArrayList<>();
            Listing listing;
            int offset = 0;
            do {
                int from = offset;
                listing = setup.look(tree -> tree.children(units, true, from, 1000));
                assertThat(listing.branches()).hasSizeLessThanOrEqualTo(1000);
                listing.branches().forEach(branch -> names.add(branch.name()));
                offset += listing.branches().size();
            } while (offset < listing.total());
            UserCounts counts = setup.look(tree -> tree.count(units));
            Listing users = setup.look(tree -> tree.children(crowd, true, 4_990, 100));

            assertThat(names).hasSize(MANY).doesNotHaveDuplicates().isSorted();
            assertThat(listing.complete()).isTrue();
            assertThat(counts.total()).isEqualTo(MANY);
            assertThat(counts.of(crowd)).isEqualTo(MANY);
            assertThat(counts.here()).isZero();
            assertThat(users.total()).isEqualTo(MANY);
            assertThat(users.branches()).hasSize(10).allMatch(Branch::user);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(QUICK.multipliedBy(3));
        }
    }

    private static void fill(SetupFixture lab, String units, String crowd) throws LDAPException {
        var directory = lab.directory();
        try (var administrator = new LDAPConnection(
                directory.host(),
                directory.port(),
                directory.administrator(),
                directory.options().accounts().administratorPassword())) {
            administrator.add(units, new Attribute("objectClass", "organizationalUnit"));
            for (int i = 0; i < MANY; i++) {
                administrator.add(
                        "OU=Unit %04d,%s".formatted(i, units), new Attribute("objectClass", "organizationalUnit"));
            }
            for (int i = 0; i < MANY; i++) {
                administrator.add(
                        "CN=User %04d,%s".formatted(i, crowd),
                        new Attribute("objectClass", "user"),
                        new Attribute("sAMAccountName", "u" + i));
            }
        }
    }
}
