package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.Memberships.Tracked;
import java.sql.SQLException;
import java.time.Instant;

/** Writes what a page says of groups, and marks the users that it concerns. */
final class GroupWriter {

    private final Memberships memberships;
    private final Regroups regroups;
    private final GroupMarks marks;
    private Origin origin = new Origin("", 0, Instant.EPOCH);

    GroupWriter(Session session, Regroups regroups, GroupMarks marks) {
        this.memberships = new Memberships(session);
        this.regroups = regroups;
        this.marks = marks;
    }

    /**
     * Writes one.
     *
     * @param from where and when it was seen
     */
    void write(GroupChange change, long namingContext, Origin from) throws SQLException {
        origin = from;
        switch (change) {
            case GroupChange.Known known -> track(known, namingContext);
            case GroupChange.Begun begun -> begin(begun);
            case GroupChange.Members part -> read(part);
            case GroupChange.Complete end -> complete(end);
            case GroupChange.Delta delta -> apply(delta);
            case GroupChange.Gone gone -> forget(gone.group());
        }
    }

    private void track(GroupChange.Known known, long namingContext) throws SQLException {
        ObjectGuid guid = known.group().objectGuid();
        boolean first = memberships.find(guid) == null;
        memberships.track(known.group(), namingContext, known.epoch());
        Tracked tracked = memberships.find(guid);
        if (first && tracked != null) {
            regroups.markBelow(tracked); // those whose primary group it is: its members follow
        }
        if (known.shipped().isPresent()) {
            marks.known(known.group(), known.shipped().get(), origin);
        }
    }

    private void begin(GroupChange.Begun begun) throws SQLException {
        Tracked group = memberships.find(begun.group());
        if (group != null) {
            memberships.beginReading(group, begun.reading());
        }
    }

    private void read(GroupChange.Members part) throws SQLException {
        Tracked group = memberships.find(part.group());
        if (group == null) {
            return;
        }
        memberships.beginReading(group, part.reading());
        for (ObjectGuid member : part.members()) {
            if (memberships.addRead(group, member, part.reading())) {
                marks.member(part.group(), member, origin);
                mark(member);
            }
        }
    }

    private void complete(GroupChange.Complete end) throws SQLException {
        Tracked group = memberships.find(end.group());
        if (group == null) {
            return;
        }
        for (ObjectGuid member : memberships.notRead(group, end.reading())) {
            remove(end.group(), group, member);
        }
        memberships.endReading(group, end.reading());
    }

    private void apply(GroupChange.Delta delta) throws SQLException {
        Tracked group = memberships.find(delta.group());
        if (group == null) {
            return;
        }
        for (ObjectGuid member : delta.removed()) {
            remove(delta.group(), group, member);
        }
        for (ObjectGuid member : delta.added()) {
            if (memberships.add(group, member)) {
                marks.member(delta.group(), member, origin);
                mark(member);
            }
        }
    }

    private void remove(ObjectGuid guid, Tracked group, ObjectGuid member) throws SQLException {
        if (memberships.remove(group, member)) {
            marks.member(guid, member, origin);
            mark(member);
        }
    }

    private void forget(ObjectGuid guid) throws SQLException {
        marks.gone(guid, origin);
        Tracked group = memberships.find(guid);
        if (group != null) {
            regroups.markBelow(group);
            memberships.untrack(guid, group);
        }
    }

    /** The ways below a member are the same before and after it came or went. */
    private void mark(ObjectGuid member) throws SQLException {
        Tracked nested = memberships.find(member);
        if (nested == null) {
            regroups.markMember(member);
        } else {
            regroups.markBelow(nested);
        }
    }
}
