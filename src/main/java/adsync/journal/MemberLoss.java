package adsync.journal;

/**
 * Members that a group would lose who are still there themselves.
 *
 * @param count how many of them the guard has not let pass yet
 * @param newest the version of the newest of those
 * @param covered up to which version of a member it has; 0 if of none
 */
public record MemberLoss(long count, long newest, long covered) {

    /** Nobody goes. */
    public static final MemberLoss NONE = new MemberLoss(0, 0, 0);

    /** Whether a difference may be shipped whatever the guard says of the others. */
    public boolean covers(MemberEdit edit) {
        return edit.version() <= covered;
    }
}
