package adsync.listener;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.directory.Touched;
import adsync.journal.Journal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds those who referred to what was restored, to be read anew. The directory may have taken the reference away when it deleted
 * the object, and does not tell (MS-ADTS 3.1.1.5.5.6).
 */
final class Referrers {

    private final Session session;
    private final Journal journal;

    Referrers(Session session, Journal journal) {
        this.session = session;
        this.journal = journal;
    }

    /**
     * What is to be done for one page.
     *
     * @param few those that are read with it
     * @param later the restored objects to which so many refer that these are read afterwards
     */
    record Found(List<ObjectGuid> few, List<ObjectGuid> later) {}

    /** Of those that were touched, as far as they are not read anyway. */
    Found of(List<Touched> touched, Map<ObjectGuid, Shadow> shadows) {
        Set<ObjectGuid> few = new HashSet<>();
        Set<ObjectGuid> read = new HashSet<>();
        List<ObjectGuid> later = new ArrayList<>();
        int most = session.directory().usersAtOnce();
        for (Touched object : touched) {
            read.add(object.objectGuid());
            if (restored(object, shadows)) {
                List<ObjectGuid> referrers =
                        journal.referrers(object.objectGuid(), null, most + 1).await();
                if (few.size() + referrers.size() <= most) {
                    few.addAll(referrers);
                } else {
                    later.add(object.objectGuid());
                }
            }
        }
        few.removeAll(read);
        return new Found(List.copyOf(few), later);
    }

    private static boolean restored(Touched object, Map<ObjectGuid, Shadow> shadows) {
        Shadow shadow = shadows.get(object.objectGuid());
        boolean wasDeleted = shadow != null && shadow.presence() == Presence.DELETED;
        return !object.deleted() && (object.restored() || wasDeleted);
    }
}
