package adsync.simulation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import adsync.change.DirSyncCookie;
import adsync.change.ObjectGuid;
import adsync.directory.DirSyncPage;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.Touched;
import adsync.simulation.Replica.Entry;
import adsync.simulation.Replica.Link;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where DirSync goes on (MS-DRSR 5.115): at one domain controller after a number of its own, at another one from the beginning; in
 * both cases without what was known at the end of the last complete cycle.
 *
 * @param origin number of the domain controller that gave it; -1 for none
 */
record Cookie(int epoch, int origin, long usn, long first, long second) {

    static Cookie now(Replica replica, int epoch) {
        long[] known = replica.known();
        return new Cookie(epoch, replica.number(), replica.usn(), known[0], known[1]);
    }

    static Cookie read(@Nullable DirSyncCookie cookie, int epoch) {
        if (cookie == null) {
            return new Cookie(epoch, -1, 0, 0, 0);
        }
        String[] fields = new String(cookie.octets(), US_ASCII).split(":", -1);
        Cookie read = new Cookie(
                Integer.parseInt(fields[0]),
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]));
        if (read.epoch != epoch) {
            throw new DirectoryException(Reason.COOKIE, "the cookie is not accepted");
        }
        return read;
    }

    DirSyncCookie written() {
        return DirSyncCookie.of("%d:%d:%d:%d:%d"
                .formatted(epoch, origin, usn, first, second)
                .getBytes(US_ASCII));
    }

    /** The next page, and where it goes on then. */
    DirSyncPage page(Replica replica, int most) {
        long after = origin == replica.number() ? usn : 0;
        List<Entry> changed = replica.all().stream()
                .filter(entry -> entry.usn() > after
                        && (isNew(entry.stamp())
                                || entry.links().values().stream().anyMatch(link -> isNew(link, after))))
                .sorted(Comparator.comparingLong(Entry::usn))
                .limit(most)
                .toList();
        boolean more = changed.size() == most;
        Cookie next = more
                ? new Cookie(epoch, replica.number(), changed.getLast().usn(), first, second)
                : now(replica, epoch);
        return new DirSyncPage(
                changed.stream().map(entry -> touched(entry, replica, after)).toList(), next.written(), more);
    }

    private boolean isNew(Replica.Stamp stamp) {
        return stamp.usn() > (stamp.origin() == 0 ? first : second);
    }

    private boolean isNew(Link link, long after) {
        return link.usn() > after && isNew(link.stamp());
    }

    private Touched touched(Entry entry, Replica replica, long after) {
        List<ObjectGuid> added = new ArrayList<>();
        List<ObjectGuid> removed = new ArrayList<>();
        entry.links().forEach((member, link) -> {
            if (isNew(link, after) && replica.alive(member)) {
                (link.present() ? added : removed).add(member);
            }
        });
        boolean deleted = entry.state().deleted();
        boolean restored = !deleted && entry.state().everDeleted();
        return new Touched(entry.guid(), deleted, restored, added, removed);
    }
}
