package adsync.listener;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Presence;
import adsync.change.Shadow;
import adsync.directory.ReadRight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps the values that disappeared because the account may not read them any more: to it, such an attribute looks cleared. The
 * access rights are asked only where something disappeared.
 */
final class WithheldValues {

    /** So many may lose a value at once by a person's work: they are believed where the rights cannot be seen. */
    private static final int FEW = 5;

    /** What an image has and no object in the directory. */
    private static final Set<String> DERIVED = Set.of(Image.SERVICES, Evaluation.NAME);

    private final Session session;
    private final Omissions omissions;

    WithheldValues(Session session, Omissions omissions) {
        this.session = session;
        this.omissions = omissions;
    }

    /**
     * Users as they are, with what may not be read as it is known.
     *
     * @param users as they were read
     * @param page that compares them with what is known, and learns which values stay
     */
    List<Image> restored(List<Image> users, PageBuilder page) {
        Map<ObjectGuid, Set<String>> disappeared = disappeared(users, page);
        if (disappeared.isEmpty()) {
            return users;
        }
        Map<ObjectGuid, Map<String, ReadRight>> rights =
                session.ask(() -> session.directory().mayRead(disappeared));
        Map<String, Integer> unknown = unknown(rights);
        List<Image> restored = new ArrayList<>(users.size());
        for (Image user : users) {
            Set<String> denied = new TreeSet<>();
            Set<String> doubtful = new TreeSet<>();
            rights.getOrDefault(user.objectGuid(), Map.of()).forEach((attribute, right) -> {
                boolean many = unknown.getOrDefault(attribute, 0) > FEW || omissions.knows(user.objectGuid());
                if (right == ReadRight.DENIED) {
                    denied.add(attribute);
                } else if (right == ReadRight.UNKNOWN && many) {
                    doubtful.add(attribute);
                }
            });
            restored.add(denied.isEmpty() && doubtful.isEmpty() ? user : restored(user, denied, doubtful, page));
        }
        return restored;
    }

    /** What had a value and has none. Of those who left, values do not matter; who was deleted comes back without many. */
    private Map<ObjectGuid, Set<String>> disappeared(List<Image> users, PageBuilder page) {
        Map<ObjectGuid, Set<String>> disappeared = new HashMap<>();
        for (Image user : users) {
            Shadow shadow = page.known(user.objectGuid());
            if (shadow == null
                    || shadow.presence() == Presence.DELETED
                    || Omissions.stateless(user)
                    || !session.scope().contains(user.dn())) {
                continue;
            }
            Set<String> attributes = new TreeSet<>(shadow.image().attributes().keySet());
            attributes.removeAll(user.attributes().keySet());
            attributes.removeAll(DERIVED);
            if (!attributes.isEmpty()) {
                disappeared.put(user.objectGuid(), attributes);
            }
        }
        return disappeared;
    }

    /** Of how many it cannot be told, by attribute. */
    private static Map<String, Integer> unknown(Map<ObjectGuid, Map<String, ReadRight>> rights) {
        Map<String, Integer> unknown = new HashMap<>();
        rights.values()
                .forEach(ofUser -> ofUser.forEach((attribute, right) -> {
                    if (right == ReadRight.UNKNOWN) {
                        unknown.merge(attribute, 1, Integer::sum);
                    }
                }));
        return unknown;
    }

    private Image restored(Image user, Set<String> denied, Set<String> doubtful, PageBuilder page) {
        Shadow shadow = page.known(user.objectGuid());
        SortedMap<String, List<String>> attributes = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        attributes.putAll(user.attributes());
        if (shadow != null) {
            denied.forEach(attribute -> attributes.put(attribute, shadow.image().values(attribute)));
            doubtful.forEach(
                    attribute -> attributes.put(attribute, shadow.image().values(attribute)));
        }
        page.withheld(user.objectGuid(), omissions.withheld(user, denied, doubtful));
        return new Image(user.objectGuid(), user.parent(), user.rdn(), user.dn(), user.usn(), attributes);
    }
}
