package adsync.listener;

import adsync.change.Group;
import adsync.change.ObjectGuid;
import adsync.journal.GroupChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds groups of this domain that are members of groups of another one: only a domain controller of their own domain knows that
 * they are groups, and who is in them. They are followed like those that lie in a group here. Looked for when groups of other
 * domains changed: at once, or at the next poll where looking is so much work that it needs a rest.
 */
final class GuestGroups implements Backlog {

    private static final int BATCH = 500;

    /** So much more time than it took is between two looks at all members of groups of other domains. */
    private static final int REST = 10;

    private final GroupPages pages;
    private final UnreadGroups unread;
    private final Clock clock;
    private final Deque<ObjectGuid> ahead = new ArrayDeque<>();

    /** Those of which it is known that they are no groups here; one that becomes so is reported by DirSync. */
    private final Set<ObjectGuid> asked = new HashSet<>();

    private long seen = -1;
    private Instant restsUntil = Instant.MIN;

    /**
     * Finds none yet.
     *
     * @param unread reads those that are found
     * @param clock that nobody sets
     */
    GuestGroups(GroupPages pages, UnreadGroups unread, Clock clock) {
        this.pages = pages;
        this.unread = unread;
        this.clock = clock;
    }

    @Override
    public boolean step(Drain drain) {
        if (ahead.isEmpty()) {
            lookAhead();
        }
        List<ObjectGuid> batch = new ArrayList<>();
        while (!ahead.isEmpty() && batch.size() < BATCH) {
            batch.add(ahead.remove());
        }
        if (batch.isEmpty()) {
            return false;
        }
        List<GroupChange> found = new ArrayList<>();
        for (Group group : pages.read(batch)) {
            found.add(pages.known(group));
            found.add(new GroupChange.Unread(group.objectGuid()));
            batch.remove(group.objectGuid());
        }
        asked.addAll(batch);
        if (!found.isEmpty()) {
            pages.write(found, drain.checkpoint());
            unread.ask();
        }
        return true;
    }

    private void lookAhead() {
        long changes = pages.session().groupChangesElsewhere();
        if (!pages.nested() || changes == seen || clock.instant().isBefore(restsUntil)) {
            return;
        }
        seen = changes;
        Instant begun = clock.instant();
        Set<ObjectGuid> strangers =
                pages.kept().strangers(pages.session().namingContext().guid()).await();
        strangers.stream().filter(stranger -> !asked.contains(stranger)).forEach(ahead::add);
        Instant looked = clock.instant();
        restsUntil = looked.plus(Duration.between(begun, looked).multipliedBy(REST));
    }
}
