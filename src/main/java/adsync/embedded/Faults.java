package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with a domain controller, on demand. Every method may be called on any thread at any time and acts
 * on requests that arrive after it.
 */
public final class Faults {

    private final Gate gate = new Gate();
    private final Outages dirSyncOutages = new Outages();
    private final Outages searchOutages = new Outages();
    private final Outages bindOutages = new Outages();
    private final AtomicInteger emptyPages = new AtomicInteger();
    private final AtomicInteger repeatedCookies = new AtomicInteger();
    private final AtomicInteger missingControls = new AtomicInteger();
    private final AtomicInteger lostAnswers = new AtomicInteger();
    private final AtomicReference<@Nullable ResultCode> notificationRefusal = new AtomicReference<>();
    private volatile int entriesInTime = Integer.MAX_VALUE;
    private volatile boolean everythingHidden;
    private volatile boolean silent;
    private volatile boolean foreignCookiesRefused;
    private final AtomicLong cookieGeneration = new AtomicLong(1);
    private volatile @Nullable Inside inside;

    /** The parts that some faults act on. */
    record Inside(Domain domain, AccessRights rights, Connections connections) {

        void change(Consumer<Store> change) {
            try {
                domain.store().write(() -> {
                    change.accept(domain.store());
                    return true;
                });
            } catch (LDAPException e) {
                throw new IllegalStateException("no fault is refused", e);
            }
        }
    }

    Faults() {}

    void reach(Inside parts) {
        inside = parts;
    }

    /** The next DirSync requests are answered with that code. */
    public void failNextDirSync(int times, ResultCode code) {
        dirSyncOutages.add(times, code);
    }

    /** The next searches without DirSync and notification, other than of the rootDSE, are answered with that code. */
    public void failNextSearches(int times, ResultCode code) {
        searchOutages.add(times, code);
    }

    /** The next binds are answered with that code. */
    public void failNextBinds(int times, ResultCode code) {
        bindOutages.add(times, code);
    }

    /** Takes back every failure that was ordered and has not happened. */
    public void clearFailures() {
        dirSyncOutages.clear();
        searchOutages.clear();
        bindOutages.clear();
        entriesInTime = Integer.MAX_VALUE;
    }

    /** The next DirSync answers have no entry and say that there is more, without having moved on. */
    public void emptyPages(int times) {
        emptyPages.set(times);
    }

    /** The next DirSync answers say that there is more and give back the very cookie they were asked with. */
    public void repeatCookie(int times) {
        repeatedCookies.set(times);
    }

    /** The next DirSync answers lack the response control. */
    public void omitDirSyncControl(int times) {
        missingControls.set(times);
    }

    /** The next DirSync answers are cut off: half of the entries are sent, then the connection is closed. */
    public void breakDirSync(int times) {
        lostAnswers.set(times);
    }

    /** The time for a DirSync answer is up after so many entries (MaxDirSyncDuration), until told otherwise. */
    public void limitDirSync(int entries) {
        entriesInTime = entries;
    }

    int entriesInTime() {
        return entriesInTime;
    }

    /** Every answer takes that much longer, until told otherwise. */
    public void delay(Duration each) {
        gate.delay(each);
    }

    /** Nothing is answered any more, while connections stay open and new ones are accepted. */
    public void freeze() {
        gate.shut();
    }

    /** What was asked during the freeze is answered now. */
    public void thaw() {
        gate.open();
    }

    /** Closes every connection without a word; new ones are accepted. */
    public void closeAllConnections() {
        inside().connections().closeAll();
    }

    /** Cookies issued until now are refused as undecodable. */
    public void invalidateCookies() {
        cookieGeneration.incrementAndGet();
    }

    /** Cookies issued by another database are refused, as between versions of Windows that do not understand each other. */
    public void refuseForeignCookies(boolean refused) {
        foreignCookiesRefused = refused;
    }

    /** New notification searches are refused with that code. */
    public void refuseNotifications(ResultCode code) {
        notificationRefusal.set(code);
    }

    /** New notification searches are accepted again. */
    public void acceptNotifications() {
        notificationRefusal.set(null);
    }

    /** Pending notification searches end with that code. */
    public void endNotifications(ResultCode code) {
        inside().connections().endNotifications(code);
    }

    /** Notification searches stay pending but hear of nothing, until told otherwise. */
    public void silenceNotifications(boolean quiet) {
        silent = quiet;
    }

    /** The database gets a new identity, as after a proper restore from a backup. */
    public void renewInvocationId() {
        inside().change(store -> {
            store.renewInvocationId();
            inside().domain().publishInvocationId();
        });
    }

    /** The counter of changes goes back by that many, under the same identity, as after a copied disk was put back. */
    public void rollBackUsn(long by) {
        inside().change(store -> store.rollBack(Math.max(0, store.highestUsn() - by)));
    }

    /** Nobody may replicate any more: DirSync without the object security flag is refused. */
    public void revokeReplicationRight() {
        inside().rights().suspend(Right.REPLICATE);
    }

    /** Those who had the right to replicate have it again. */
    public void grantReplicationRight() {
        inside().rights().restore(Right.REPLICATE);
    }

    /** Nobody may see CN=Deleted Objects and what is in it any more. */
    public void revokeDeletedObjectsRight() {
        inside().rights().suspend(Right.SEE_DELETED);
    }

    /** Those who could see deleted objects can again. */
    public void grantDeletedObjectsRight() {
        inside().rights().restore(Right.SEE_DELETED);
    }

    /** Searches and DirSync succeed without entries, as when read rights are lost. */
    public void hideEverything(boolean hidden) {
        everythingHidden = hidden;
    }

    /** Deleted objects disappear for good and nobody is told, as when their lifetime has passed. */
    public void collectGarbage() {
        inside().change(store -> List.copyOf(store.objects()).stream()
                .filter(object -> object.deleted()
                        && object.parent() != null
                        && object.parent().deleted())
                .forEach(store::expunge));
    }

    /** What is in the recycle bin leaves it, as when the deleted-object lifetime has passed. */
    public void emptyRecycleBin() {
        Deleting deleting = new Deleting(inside().domain());
        inside().change(store -> List.copyOf(store.objects()).forEach(deleting::recycle));
    }

    /** An object disappears without a tombstone, as one that moved to another domain; nothing may be below it. */
    public void expunge(UUID objectGuid) {
        inside().change(store -> {
            DirectoryObject object = store.find(objectGuid);
            if (object != null) {
                store.expunge(object);
            }
        });
    }

    /** The next object that is created gets this identity, as one that comes from another domain. */
    public void identifyNext(UUID objectGuid) {
        inside().change(store -> store.identifyNext(objectGuid));
    }

    private Inside inside() {
        Inside parts = inside;
        if (parts == null) {
            throw new IllegalStateException("the directory has not started");
        }
        return parts;
    }

    Gate gate() {
        return gate;
    }

    Outages dirSyncOutages() {
        return dirSyncOutages;
    }

    Outages searchOutages() {
        return searchOutages;
    }

    Outages bindOutages() {
        return bindOutages;
    }

    boolean takeEmptyPage() {
        return take(emptyPages);
    }

    boolean takeRepeatedCookie() {
        return take(repeatedCookies);
    }

    boolean takeMissingControl() {
        return take(missingControls);
    }

    boolean takeLostAnswer() {
        return take(lostAnswers);
    }

    @Nullable ResultCode notificationRefusal() {
        return notificationRefusal.get();
    }

    boolean silent() {
        return silent;
    }

    boolean everythingHidden() {
        return everythingHidden;
    }

    long cookieGeneration() {
        return cookieGeneration.get();
    }

    boolean accepts(ReplicationCookie cookie, UUID issuer) {
        return cookie.issuer().equals(issuer) ? cookie.generation() >= cookieGeneration.get() : !foreignCookiesRefused;
    }

    private static boolean take(AtomicInteger counter) {
        return counter.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
