package adsync.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All links between objects, findable by their two ends and by when they last changed. */
final class Links {

    private final Map<Ends, Link> byEnds = new HashMap<>();
    private final UsnIndex<Link> byUsn = new UsnIndex<>();

    private record Ends(AttributeType type, DirectoryObject source, DirectoryObject target) {}

    @Nullable Link find(AttributeType type, DirectoryObject source, DirectoryObject target) {
        return byEnds.get(new Ends(type, source, target));
    }

    UsnIndex<Link> byUsn() {
        return byUsn;
    }

    /** Makes the link present or absent under {@code stamp}; an absent one that never was is not remembered. */
    void write(AttributeType type, DirectoryObject source, DirectoryObject target, boolean present, Stamp stamp) {
        Link link = find(type, source, target);
        if (link == null) {
            link = new Link(type, source, target, stamp);
            byEnds.put(new Ends(type, source, target), link);
            source.linkForward(link);
            target.linkBackward(link);
        } else {
            byUsn.remove(link.stamp().localUsn(), serial(link));
        }
        link.become(present, stamp);
        byUsn.add(stamp.localUsn(), serial(link), link);
    }

    /** Removes every link from and to {@code object} without a trace, as a deletion does (MS-ADTS 3.1.1.5.5.6). */
    void vanish(DirectoryObject object) {
        List<Link> all = new ArrayList<>(object.forward());
        all.addAll(object.backward());
        for (Link link : all) {
            byEnds.remove(new Ends(link.type(), link.source(), link.target()));
            byUsn.remove(link.stamp().localUsn(), serial(link));
            link.source().unlink(link);
            link.target().unlink(link);
        }
    }

    private static long serial(Link link) {
        return link.target().serial();
    }
}
