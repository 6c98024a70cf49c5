package adsync.directory;

import static org.assertj.core.api.Assertions.assertThat;

import adsync.change.DirSyncCookie;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.fuzz.Surface;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

/** What a hostile directory sends for a DirSync search, and for a page of an enumeration: octets in BER, or not. */
public final class WireSurface implements Surface {

    private static final NamingContext CONTEXT = new NamingContext(new ObjectGuid(new UUID(1, 2)), "DC=example,DC=com");

    @Override
    public void take(byte[] octets) {
        try (Session session = SpokenAnswers.session(new ByteArrayInputStream(octets))) {
            DirSyncPage page = new DirSync(session, DirSyncQuery.of(List.of("title"), true))
                    .page(CONTEXT, DirSyncCookie.of(new byte[] {1}));
            assertThat(page.cookie().octets()).isNotEmpty();
            assertThat(page.touched()).doesNotHaveDuplicates();
        } catch (DirectoryException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try (Session session = SpokenAnswers.session(new ByteArrayInputStream(octets))) {
            RootDse rootDse = RootDse.read(session);
            EntryDecoder decoder = new EntryDecoder(session, rootDse, new TreeSet<>(List.of("title")), true);
            PagedSearch<?> search = new LdapPagedSearch<>(
                    session, CONTEXT.dn(), DirSyncQuery.USERS, decoder.attributes(), 10, decoder::object);
            while (search.hasNext()) {
                assertThat(search.next()).doesNotContainNull();
            }
            assertThat(rootDse.readInvocationId(session)).isNotNull();
        } catch (DirectoryException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
