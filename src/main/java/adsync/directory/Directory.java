package adsync.directory;

import adsync.change.Container;
import adsync.change.DirSyncCookie;
import adsync.change.DirectoryObject;
import adsync.change.Group;
import adsync.change.Image;
import adsync.change.NamingContext;
import adsync.change.ObjectGuid;
import adsync.change.UpToDateVector;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One domain controller, spoken to over one connection. All calls block and may be made from a virtual thread; one call
 * at a time. Every call fails with a {@link DirectoryException}, whose reason says what can be done about it; none
 * retries and none goes to another domain controller.
 */
public interface Directory extends AutoCloseable {

    /** Whom we speak to, as read when the connection was made. */
    DomainController domainController();

    /** The highest committed update sequence number right now (rootDSE highestCommittedUSN). */
    long highestCommittedUsn();

    /**
     * What this domain controller knows of a naming context right now: its own changes, and those of others that were replicated
     * to it (replUpToDateVector). Without the others if the account may not read that, or if there are none.
     */
    UpToDateVector upToDateVector(NamingContext namingContext);

    /**
     * What DirSync takes for known to the holder of a cookie, whichever domain controller gave it: it is never told again, be it
     * here by now or not.
     *
     * @return empty if the cookie does not have the form that is documented (MS-DRSR 5.115)
     */
    Optional<UpToDateVector> claims(DirSyncCookie cookie);

    /**
     * The naming context that holds a distinguished name: the longest one of the rootDSE's that is a suffix of it.
     *
     * @return empty if this domain controller holds none
     */
    Optional<NamingContext> namingContextOf(String dn);

    /** Looks an object up by name. */
    Optional<Located> locate(String dn);

    /** Looks an object up by identity, wherever it is now; tombstones included. */
    Optional<Located> locate(ObjectGuid objectGuid);

    /**
     * Where a deleted object lived: its last container, if that was deleted too the one of that, and so on up to one that is alive.
     *
     * @return empty if that is not known to its end
     */
    List<Located> lastParents(ObjectGuid deleted);

    /**
     * Asks DirSync (MS-ADTS 3.1.1.3.4.1.3) for the next page. Where the time that the server gives to one is not enough, a smaller
     * one is asked for.
     *
     * @param cookie where to go on; null for the beginning of time
     */
    DirSyncPage page(NamingContext namingContext, @Nullable DirSyncCookie cookie);

    /** A cookie of this moment, without reading any data: DirSync with a filter that matches nothing, until its end. */
    DirSyncCookie currentCookie(NamingContext namingContext);

    /** How many users may be read at once without much memory: fewer if photos are among what is read. */
    int usersAtOnce();

    /**
     * Reads the current state of objects in a few batched searches.
     *
     * @return users (without computers), containers and, if groups are followed, groups; whatever is gone, deleted, of another
     *     class or not readable is missing, and the order is any. Here as everywhere, a container that the account may not see
     *     is given as the objectGUID of all zeros
     */
    List<DirectoryObject> read(Collection<ObjectGuid> objectGuids);

    /**
     * Reads one object, whatever its class, as something that users live in. The head of a naming context is given as its
     * own parent, here and in {@link #containers}.
     */
    Optional<Container> container(ObjectGuid objectGuid);

    /** All containers at and below an object, in any order. */
    PagedSearch<Container> containers(String baseDn);

    /** All users below an object with the attributes we map, in any order. */
    PagedSearch<Image> users(String baseDn);

    /** All users below an object, by identity and update sequence number only: several times cheaper. */
    PagedSearch<Stamp> stamps(String baseDn);

    /**
     * How many users there are below an object. Counts on a connection of its own, so that other questions can be asked meanwhile, by
     * another thread.
     *
     * @param enough asked between pages: whether nobody wants to know any more
     */
    long countUsers(String baseDn, BooleanSupplier enough);

    /**
     * All direct members of a group, of whatever class, by range retrieval (MS-ADTS 3.1.1.3.1.3.3). Values come in no
     * stable order while the group changes: the members are right if the group's {@code usn}, read before the first page
     * and after the last, is the same. A group that is gone or cannot be seen looks empty here, and is missing when it is
     * read afterwards; one whose members alone cannot be seen looks empty too, see {@link #mayRead}.
     */
    PagedSearch<ObjectGuid> members(ObjectGuid group);

    /** All groups below an object, in any order. */
    PagedSearch<Group> groups(String baseDn);

    /** The groups that are direct members of a group; none if there is no such group. */
    List<Group> groupsIn(String groupDn);

    /**
     * The groups that each object is a direct member of (memberOf), its primary group left out. For objects that came
     * back: no group tells of them.
     *
     * @return without the objects that are gone or not readable
     */
    Map<ObjectGuid, List<ObjectGuid>> groupsOf(Collection<ObjectGuid> objectGuids);

    /**
     * Whether the account may read one side of memberships. To an account that may not, the attribute looks empty.
     *
     * @param objectGuid the group, or the member
     * @param attribute which side
     */
    ReadRight mayRead(ObjectGuid objectGuid, LinkAttribute attribute);

    /**
     * Whether the account may read attributes of users: to one that may not, they look cleared. Many users cost one search.
     *
     * @param attributes those asked for, by user
     * @return by user and attribute, for all that were asked for; {@link ReadRight#GRANTED} also of what is not read at all, which is
     *     absent for that reason
     */
    Map<ObjectGuid, Map<String, ReadRight>> mayRead(Map<ObjectGuid, Set<String>> attributes);

    /**
     * How long a deletion can be learnt of: the shorter of tombstoneLifetime and msDS-DeletedObjectLifetime. 60 days if
     * the directory does not say.
     */
    Duration tombstoneLifetime();

    /** When the certificate and the password that let us in come to their ends. */
    Endings endings();

    /**
     * Users below an object whose userPrincipalName, sAMAccountName, mail, distinguished name or objectGUID is a text.
     *
     * @return 20 at most
     */
    List<Located> find(String baseDn, String text);

    /**
     * Who has some security identifiers (objectSid) in the domain of this domain controller, tombstones excepted.
     *
     * @param sids in text form
     * @return by identifier, without those that nobody has whom we may see
     */
    Map<String, SidHolder> holders(Collection<String> sids);

    /**
     * Registers a change notification (MS-ADTS 3.1.1.3.4.1.9) on a connection of its own to the same domain controller.
     * Returns once the registration is known to be effective.
     *
     * @param namingContext what to watch, all of it
     * @param listener called on a thread that must not be held up
     */
    Bell bell(NamingContext namingContext, Bell.Listener listener);

    /** Closes the connection; a call that is under way fails. */
    @Override
    void close();
}
