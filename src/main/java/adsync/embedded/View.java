package adsync.embedded;

/**
 * What one request may see and how it wants names written.
 *
 * @param deleted whether deleted objects are shown
 * @param recycled whether objects that left the recycle bin are shown as well
 * @param names how names are written
 */
record View(boolean deleted, boolean recycled, NameStyle names) {

    static final View PLAIN = new View(false, false, NameStyle.PLAIN);

    /**
     * @param recycleBin without it, a deleted object counts as recycled at once and is shown all the same
     */
    boolean shows(DirectoryObject object, boolean recycleBin) {
        if (!object.deleted()) {
            return true;
        }
        return recycled || (deleted && !(recycleBin && object.recycled()));
    }
}
