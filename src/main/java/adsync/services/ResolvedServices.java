package adsync.services;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells who has which services, by groups that are known by objectGUID. Immutable, usable from any thread. */
public final class ResolvedServices {

    /** The groups of each service, with their names for people. */
    private final Map<Service, Map<ObjectGuid, String>> services;

    private final Set<ObjectGuid> groups;

    ResolvedServices(Map<Service, Map<ObjectGuid, String>> services) {
        this.services = services;
        this.groups = services.values().stream()
                .flatMap(names -> names.keySet().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether there are any services. */
    public boolean any() {
        return !services.isEmpty();
    }

    /** The groups that services are given by; what is nested in them is not among these. */
    public Set<ObjectGuid> groups() {
        return groups;
    }

    /**
     * The names of the services that a user has.
     *
     * @param groups the groups that the user is in, directly or through others
     */
    public SortedSet<String> of(Image image, Set<ObjectGuid> groups) {
        return Collections.unmodifiableSortedSet(
                new TreeSet<>(reasons(image, groups).keySet()));
    }

    /**
     * Why a user has each of its services, by name of the service; all reasons of one in a sentence.
     *
     * @param groups the groups that the user is in, directly or through others
     */
    public SortedMap<String, String> reasons(Image image, Set<ObjectGuid> groups) {
        SortedMap<String, String> reasons = new TreeMap<>();
        services.forEach((service, names) -> {
            List<String> all = new ArrayList<>();
            names.forEach((group, dn) -> {
                if (groups.contains(group)) {
                    all.add("is in " + dn);
                }
            });
            service.filter().filter(filter -> filter.matches(image)).ifPresent(filter -> all.add("matches " + filter));
            if (!all.isEmpty()) {
                reasons.put(service.name(), String.join(" and ", all));
            }
        });
        return reasons;
    }
}
