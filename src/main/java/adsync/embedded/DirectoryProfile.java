package adsync.embedded;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which server the embedded directory is like, with its limits.
 *
 * @param behaviours what it does that others do not
 * @param notificationsPerConnection how many notification searches one connection may hold
 * @param notificationDelay how long a change waits before it is told
 * @param maxPageSize how many entries one answer may hold
 * @param maxValRange how many values of an attribute one answer may hold
 */
public record DirectoryProfile(
        Set<Behaviour> behaviours,
        int notificationsPerConnection,
        Duration notificationDelay,
        int maxPageSize,
        int maxValRange) {

    private static final int NOTIFICATIONS = 5;
    private static final int PAGE = 1000;
    private static final int VALUES = 1500;

    public DirectoryProfile {
        behaviours = Set.copyOf(behaviours);
    }

    /** Windows Server with its default LDAP policies, as MS-ADTS and MS-DRSR describe it. */
    public static DirectoryProfile windows() {
        return new DirectoryProfile(
                EnumSet.of(
                        Behaviour.DIR_SYNC_IN_PAGES,
                        Behaviour.LINKS_IN_ENTRIES_OF_THEIR_OWN,
                        Behaviour.COOKIES_CHECKED_STRICTLY,
                        Behaviour.REPLICATION_SHOWS_DELETED,
                        Behaviour.ASTERISK_ONLY_ALONE,
                        Behaviour.DELETIONS_NOTIFIED_UNASKED,
                        Behaviour.UNPAGED_SEARCHES_CUT),
                NOTIFICATIONS,
                Duration.ZERO,
                PAGE,
                VALUES);
    }

    /** Samba 4.17, as observed; without its delay of up to five seconds, which {@link #notifyingAfter} adds. */
    public static DirectoryProfile samba() {
        return new DirectoryProfile(
                EnumSet.of(
                        Behaviour.COOKIES_FOLLOW_ROLLBACK,
                        Behaviour.UNLINKED_NAMES_EXTENDED,
                        Behaviour.NOTIFICATIONS_BY_PRESENCE,
                        Behaviour.PASSWORDS_IN_CLEAR),
                NOTIFICATIONS + 1,
                Duration.ZERO,
                PAGE,
                VALUES);
    }

    public boolean has(Behaviour behaviour) {
        return behaviours.contains(behaviour);
    }

    /** The same server, which also does this. */
    public DirectoryProfile with(Behaviour behaviour) {
        Set<Behaviour> more = EnumSet.of(behaviour);
        more.addAll(behaviours);
        return new DirectoryProfile(more, notificationsPerConnection, notificationDelay, maxPageSize, maxValRange);
    }

    /** The same server, which does not do this. */
    public DirectoryProfile without(Behaviour behaviour) {
        Set<Behaviour> fewer = EnumSet.allOf(Behaviour.class);
        fewer.retainAll(behaviours);
        fewer.remove(behaviour);
        return new DirectoryProfile(fewer, notificationsPerConnection, notificationDelay, maxPageSize, maxValRange);
    }

    /** The same server, which tells of a change only after that time. */
    public DirectoryProfile notifyingAfter(Duration delay) {
        return new DirectoryProfile(behaviours, notificationsPerConnection, delay, maxPageSize, maxValRange);
    }

    /** The same server with other limits on entries and on values of one answer. */
    public DirectoryProfile limitedTo(int pageSize, int valRange) {
        return new DirectoryProfile(behaviours, notificationsPerConnection, notificationDelay, pageSize, valRange);
    }
}
