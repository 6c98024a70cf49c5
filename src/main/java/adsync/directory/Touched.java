package adsync.directory;

import adsync.change.ObjectGuid;
import java.util.List;

/**
 * An object that a DirSync page names. Its copies in one page are merged.
 *
 * @param objectGuid which one
 * @param deleted whether it is a tombstone: isDeleted or isRecycled has the value TRUE
 * @param restored whether it is alive and was a tombstone: isDeleted has lost its value. Its links may be gone, and of no group
 *     that is told (MS-ADTS 3.1.1.5.5.6)
 * @param membersAdded who became a direct member, if it is a group and groups are followed; of whatever class, and
 *     possibly a member before
 * @param membersRemoved who is a direct member no more; a member that was deleted is not named here, its tombstone says
 *     it all
 */
public record Touched(
        ObjectGuid objectGuid,
        boolean deleted,
        boolean restored,
        List<ObjectGuid> membersAdded,
        List<ObjectGuid> membersRemoved) {

    public Touched {
        membersAdded = List.copyOf(membersAdded);
        membersRemoved = List.copyOf(membersRemoved);
    }

    /** Whose members, if it has any, did not change, and who was not restored. */
    public Touched(ObjectGuid objectGuid, boolean deleted) {
        this(objectGuid, deleted, List.of(), List.of());
    }

    /** Who was not restored. */
    public Touched(
            ObjectGuid objectGuid, boolean deleted, List<ObjectGuid> membersAdded, List<ObjectGuid> membersRemoved) {
        this(objectGuid, deleted, false, membersAdded, membersRemoved);
    }
}
