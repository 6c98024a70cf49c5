package adsync.listener;

import adsync.change.Image;
import adsync.directory.ReadRight;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which attributes of users may be read in a domain in memory, and whether it says so. */
final class MemoryRights {

    private final Set<String> withheld = new HashSet<>();
    private final Set<String> lost = new HashSet<>();
    private boolean told = true;

    /** Takes or gives the right to read an attribute of all users; nobody is told. */
    synchronized void withhold(String attribute, boolean hidden) {
        if (hidden) {
            withheld.add(attribute);
        } else {
            withheld.remove(attribute);
        }
    }

    /** All users lose an attribute; nobody is told. */
    synchronized void lose(String attribute) {
        lost.add(attribute);
    }

    /** Whether the access rights can be read. */
    synchronized void told(boolean readable) {
        told = readable;
    }

    synchronized ReadRight of(String attribute) {
        if (!told) {
            return ReadRight.UNKNOWN;
        }
        return withheld.contains(attribute) ? ReadRight.DENIED : ReadRight.GRANTED;
    }

    /** A user without what may not be read. */
    synchronized Image shown(Image user) {
        Map<String, List<String>> attributes = new TreeMap<>(user.attributes());
        attributes.keySet().removeAll(withheld);
        attributes.keySet().removeAll(lost);
        return Image.of(user, user.dn(), user.usn(), attributes);
    }
}
