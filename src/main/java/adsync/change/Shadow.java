package adsync.change;

/**
 * Our last image of an object, and where the object is now.
 *
 * @param image as last seen in the selected root
 * @param presence where it is now
 */
public record Shadow(Image image, Presence presence) {

    /** Whether the object is in the selected root. */
    public boolean present() {
        return presence == Presence.PRESENT;
    }
}
