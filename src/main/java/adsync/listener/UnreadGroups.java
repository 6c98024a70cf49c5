package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.directory.Located;
import adsync.journal.Checkpoint;
import adsync.journal.GroupChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the groups that changes made known, or that have to be read again because who is in them could not be believed. Which ones
 * is kept in the journal until it is done.
 */
final class UnreadGroups implements Backlog {

    private static final long NO_ENUMERATION = 0;

    private final GroupPages pages;
    private final Later later;
    private final Deque<ObjectGuid> ahead = new ArrayDeque<>();

    /** Those that cannot be read now. */
    private final Set<ObjectGuid> hidden = new HashSet<>();

    private @Nullable GroupReading current;
    private boolean asked = true;
    private boolean sought;

    /**
     * Reads nothing yet.
     *
     * @param later when a group that cannot be read is tried again
     */
    UnreadGroups(GroupPages pages, Later later) {
        this.pages = pages;
        this.later = later;
    }

    /** There may be some. */
    void ask() {
        asked = true;
    }

    /** One was touched: perhaps it can be read now. */
    void touched(ObjectGuid group) {
        if (hidden.contains(group)) {
            later.succeeded();
        }
    }

    @Override
    public boolean step(Drain drain) {
        GroupReading reading = current;
        if (reading != null) {
            if (reading.step(drain.checkpoint())) {
                return true;
            }
            current = null;
            end(reading);
        }
        if (!sought) {
            sought = true;
            seek(drain.checkpoint());
        }
        if (ahead.isEmpty()) {
            lookAhead(drain.checkpoint());
        }
        ObjectGuid next = ahead.poll();
        if (next == null) {
            return false;
        }
        pages.read(next).ifPresentOrElse(group -> current = new GroupReading(pages, group), () -> miss(next));
        return true;
    }

    /** Nobody tells that a group of a service is not shown any more, and what becomes of it is not told either. */
    private void seek(Checkpoint checkpoint) {
        ObjectGuid namingContext = checkpoint.namingContext().guid();
        List<ObjectGuid> known = new ArrayList<>(
                pages.kept().stale(namingContext, NO_ENUMERATION).await());
        known.retainAll(pages.ofServices());
        pages.read(known).forEach(group -> known.remove(group.objectGuid()));
        List<GroupChange> unread = known.stream()
                .filter(group -> !deleted(locate(group)))
                .<GroupChange>map(GroupChange.Unread::new)
                .toList();
        if (!unread.isEmpty()) {
            pages.write(unread, checkpoint);
        }
    }

    private void miss(ObjectGuid group) {
        Optional<Located> located = locate(group);
        if (!deleted(located)) {
            pages.unconfirmed().unread(group, located.map(Located::dn).orElseGet(group::toString));
        }
        hide(group);
    }

    private Optional<Located> locate(ObjectGuid group) {
        return pages.session().ask(() -> pages.session().directory().locate(group));
    }

    private static boolean deleted(Optional<Located> located) {
        return located.filter(Located::deleted).isPresent();
    }

    private void end(GroupReading ended) {
        if (!ended.complete()) {
            hide(ended.objectGuid());
        } else if (!ended.inside().isEmpty()) {
            asked = true;
        }
    }

    /** One that is gone is forgotten with its tombstone. */
    private void hide(ObjectGuid group) {
        if (hidden.isEmpty()) {
            later.failed();
        }
        hidden.add(group);
    }

    private void lookAhead(Checkpoint checkpoint) {
        boolean again = !hidden.isEmpty() && later.due();
        if (!asked && !again) {
            return;
        }
        asked = false;
        ObjectGuid namingContext = checkpoint.namingContext().guid();
        if (again) {
            forget(namingContext, checkpoint);
            hidden.clear();
        }
        List<ObjectGuid> unread = pages.kept().unread(namingContext).await();
        pages.unconfirmed().unreadAreAmong(unread);
        for (ObjectGuid group : unread) {
            if (!hidden.contains(group)) {
                ahead.add(group);
            }
        }
        if (ahead.isEmpty() && hidden.isEmpty()) {
            later.succeeded();
        }
    }

    /** Those that nothing leads to any more need not be read. */
    private void forget(ObjectGuid namingContext, Checkpoint checkpoint) {
        Set<ObjectGuid> wanted = new HashSet<>(pages.ofServices());
        wanted.addAll(pages.guests());
        if (pages.shipped()) {
            wanted.addAll(pages.kept().shipped(namingContext).await());
        }
        for (ObjectGuid group : hidden) {
            if (!wanted.contains(group) && !pages.inAnother(group)) {
                pages.write(List.of(new GroupChange.Gone(group)), checkpoint);
            }
        }
    }
}
