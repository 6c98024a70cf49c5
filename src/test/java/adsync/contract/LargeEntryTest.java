package adsync.contract;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.DirSyncCookie;
import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.directory.Directories;
import adsync.directory.Directory;
import adsync.directory.Touched;
import adsync.embedded.DirectoryProfile;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** An entry that the LDAP library, left to itself, would drop the connection for. */
class LargeEntryTest extends LabContract {

    private static final int VALUE = 8 << 20;
    private static final int VALUES = 3;
    private static final EmbeddedLab LAB = new EmbeddedLab(DirectoryProfile.windows());

    @AfterAll
    static void stop() {
        LAB.close();
    }

    @Override
    protected LabDirectory lab() {
        return LAB;
    }

    @Test
    void it_is_touched_and_read_and_the_next_ones_too() throws LDAPException {
        assertThat(VALUE * VALUES).isGreaterThan(new LDAPConnectionOptions().getMaxMessageSize());
        ObjectGuid ada = addUser("CN=Ada", "ada");
        ObjectGuid bob = addUser("CN=Bob", "bob");
        try (Directory photos = Directories.connect(options(LAB.replicator(), "jpegPhoto"))) {
            DirSyncCookie before = photos.currentCookie(namingContext);
            for (int i = 0; i < VALUES; i++) {
                byte[] photo = new byte[VALUE];
                photo[0] = (byte) i;
                administrator.modify(dn("CN=Ada"), new Modification(ModificationType.ADD, "jpegPhoto", photo));
            }
            set(dn("CN=Bob"), "title", "Engineer");

            assertThat(photos.page(namingContext, before).touched())
                    .containsExactlyInAnyOrder(new Touched(ada, false), new Touched(bob, false));
            assertThat(photos.read(List.of(ada, bob)))
                    .hasSize(2)
                    .filteredOn(object -> object.objectGuid().equals(ada))
                    .allSatisfy(object ->
                            assertThat(((Image) object).values("jpegPhoto")).hasSize(VALUES));
        }
    }
}
