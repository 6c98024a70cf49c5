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
 * Keeps the values that disappeared unless the account may read them: to one that may not, such an attribute looks cleared. The
 * access rights are asked only where something disappeared. Where those may not be read either, nobody can tell a lost right from
 * a person's work, however few lose a value, so that nothing is believed.
 */
final class WithheldValues {

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
        List<Image> restored = new ArrayList<>(users.size());
        for (Image user : users) {
            Set<String> denied = new TreeSet<>();
            Set<String> doubtful = new TreeSet<>();
            rights.getOrDefault(user.objectGuid(), Map.of()).forEach((attribute, right) -> {
                switch (right) {
                    case DENIED -> denied.add(attribute);
                    case UNKNOWN -> doubtful.add(attribute);
                    case GRANTED -> {}
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
            Set<String> attributes = disappeared(user, shadow);
            if (!attributes.isEmpty()) {
                disappeared.put(user.objectGuid(), attributes);
            }
        }
        return disappeared;
    }

    /** What a user had a value of and has none. */
    static Set<String> disappeared(Image user, Shadow shadow) {
        Set<String> attributes = new TreeSet<>(shadow.image().attributes().keySet());
        attributes.removeAll(user.attributes().keySet());
        attributes.removeAll(DERIVED);
        return attributes;
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
        return user.with(attributes);
    }
}
