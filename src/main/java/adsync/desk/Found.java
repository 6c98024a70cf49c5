package adsync.desk;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.desk.DirectoryView.Seen;
import adsync.directory.Located;
import adsync.listener.Rules;
import adsync.scope.Place;
import adsync.scope.Scope;
import adsync.services.ResolvedServices;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * People as a directory has them, with the rules that hold there.
 *
 * @param located where each is
 * @param images of those that could be read
 */
record Found(Rules rules, Map<ObjectGuid, Located> located, Map<ObjectGuid, Image> images) {

    /** What our rules say of each. */
    List<Seen> seen(Map<ObjectGuid, Set<ObjectGuid>> groups) {
        return located.values().stream().map(one -> seen(one, groups)).toList();
    }

    private Seen seen(Located one, Map<ObjectGuid, Set<ObjectGuid>> groups) {
        Image image = images.get(one.objectGuid());
        if (image == null) {
            String why = one.deleted()
                    ? "It is deleted in the directory."
                    : "It is there, but it is no user, or the account may not read it.";
            return new Seen(one.objectGuid(), one.dn(), one.deleted(), false, why, new TreeMap<>(), Map.of());
        }
        Optional<String> whyNot = rules.scope().whyNot(image);
        Set<ObjectGuid> of = groups.getOrDefault(image.objectGuid(), Set.of());
        SortedMap<String, String> services =
                whyNot.isPresent() ? new TreeMap<>() : rules.services().reasons(image, of);
        return new Seen(
                image.objectGuid(),
                image.dn(),
                false,
                whyNot.isEmpty(),
                whyNot.orElseGet(() -> why(image)),
                services,
                whyNot.isPresent() ? Map.of() : groupsOf(image, of));
    }

    private String why(Image image) {
        Scope scope = rules.scope();
        String root = scope.roots().stream()
                .filter(place -> new Scope(place.objectGuid(), place.dn()).contains(image.dn()))
                .map(Place::dn)
                .findFirst()
                .orElse("a selected root");
        return "It lives in " + root + " (directory.root)"
                + scope.filter()
                        .map(filter -> ", and the filter matches it (scope.filter): " + filter)
                        .orElse("") + ".";
    }

    /** A group is a reason for a service if its reasons are others with it than without any group. */
    private Map<String, Set<ObjectGuid>> groupsOf(Image image, Set<ObjectGuid> groups) {
        ResolvedServices services = rules.services();
        SortedMap<String, String> without = services.reasons(image, Set.of());
        Map<String, Set<ObjectGuid>> by = new HashMap<>();
        for (ObjectGuid group : groups) {
            services.reasons(image, Set.of(group)).forEach((service, reason) -> {
                if (!Objects.equals(reason, without.get(service))) {
                    by.computeIfAbsent(service, first -> new HashSet<>()).add(group);
                }
            });
        }
        return by;
    }
}
