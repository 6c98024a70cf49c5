package adsync.services;

import adsync.change.ObjectGuid;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The services that an administrator configured.
 *
 * @param services each name once
 */
public record Services(List<Service> services) {

    /** No service. */
    public static final Services NONE = new Services(List.of());

    /** Names the group that a user is in without being among its members. */
    private static final String PRIMARY_GROUP = "primaryGroupID";

    /** Refuses a name that is there twice. */
    public Services {
        services = services.stream().sorted(Comparator.comparing(Service::name)).toList();
        if (services.stream().map(Service::name).distinct().count() < services.size()) {
            throw new IllegalArgumentException("services must have different names");
        }
    }

    /** Whether there is any. */
    public boolean any() {
        return !services.isEmpty();
    }

    /** Whether any is given by group. */
    public boolean byGroups() {
        return services.stream().anyMatch(service -> !service.groups().isEmpty());
    }

    /** The distinguished names of all groups, each once, as they are written. */
    public List<String> groupDns() {
        return services.stream()
                .flatMap(service -> service.groups().stream())
                .distinct()
                .toList();
    }

    /** The attributes that decide, in any letter case: they have to be read from the directory. */
    public Set<String> attributes() {
        SortedSet<String> attributes = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        services.forEach(service -> service.filter().ifPresent(filter -> attributes.addAll(filter.attributes())));
        if (byGroups()) {
            attributes.add(PRIMARY_GROUP);
        }
        return Collections.unmodifiableSortedSet(attributes);
    }

    /** Changes when the services of every user have to be looked at again: 16 hexadecimal digits. */
    public String fingerprint() {
        String text = services.stream()
                .map(service -> service.name() + "\t" + String.join("\t", service.groups()) + "\t"
                        + service.filter().map(Object::toString).orElse(""))
                .collect(Collectors.joining("\n"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, Long.BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The services with their groups as the directory knows them.
     *
     * @param groups by the distinguished names of {@link #groupDns}
     * @throws IllegalArgumentException if a group is missing
     */
    public ResolvedServices resolve(Map<String, ObjectGuid> groups) {
        Map<Service, Map<ObjectGuid, String>> resolved = new LinkedHashMap<>();
        for (Service service : services) {
            Map<ObjectGuid, String> names = new LinkedHashMap<>();
            for (String dn : service.groups()) {
                ObjectGuid group = groups.get(dn);
                if (group == null) {
                    throw new IllegalArgumentException("services." + service.name() + ": no group is known as " + dn);
                }
                names.putIfAbsent(group, dn);
            }
            resolved.put(service, names);
        }
        return new ResolvedServices(resolved);
    }
}
