package adsync.shipper;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.journal.Link;
import adsync.mapping.Mapping;
import adsync.scim.FoundUser;
import adsync.scim.ScimDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What differs between an account as the provider acknowledged it and as it has it now, on the paths that we fill. */
final class AccountComparison {

    private final Mapping mapping;
    private final Predicate<String> takes;
    private final Absences absences;
    private final Map<String, Boolean> mapped = new HashMap<>();

    /**
     * Compares.
     *
     * @param takes whether the provider takes a path
     */
    AccountComparison(Mapping mapping, Predicate<String> takes, Absences absences) {
        this.mapping = mapping;
        this.takes = takes;
        this.absences = absences;
    }

    /** An account of a user whom we know. */
    record Known(ObjectGuid user, Link link, FoundUser account) {}

    /**
     * The paths that differ, in order, by user. One that is filled by what the directory may only keep from us is none: what the
     * provider has there was left when the account was taken over. Fails like the directory.
     */
    Map<ObjectGuid, List<String>> differing(List<Known> accounts) {
        Map<ObjectGuid, List<String>> differing = new HashMap<>();
        Map<ObjectGuid, Set<String>> sources = new HashMap<>();
        for (Known one : accounts) {
            List<String> paths = differing(one.link(), one.account());
            differing.put(one.user(), paths);
            Set<String> filling = new TreeSet<>();
            paths.forEach(path -> filling.addAll(mapping.sources(path)));
            if (!filling.isEmpty()) {
                sources.put(one.user(), filling);
            }
        }
        if (!sources.isEmpty()) {
            absences.doubtful(sources)
                    .await()
                    .forEach((user, doubtful) -> differing.computeIfPresent(
                            user,
                            (key, paths) -> paths.stream()
                                    .filter(path -> Collections.disjoint(mapping.sources(path), doubtful))
                                    .toList()));
        }
        return differing;
    }

    private List<String> differing(Link link, FoundUser account) {
        SortedMap<String, String> found = account.digests();
        var paths = new TreeSet<>(found.keySet());
        paths.removeIf(path -> !ours(path));
        paths.addAll(link.acknowledged().keySet());
        paths.remove(Image.SERVICES); // names, which no provider has there
        paths.removeIf(path -> !takes.test(path));
        List<String> differing = new ArrayList<>();
        for (String path : paths) {
            String acknowledged = link.acknowledged().get(path);
            String now = found.get(path);
            boolean same = acknowledged == null ? now == null : acknowledged.equals(now);
            if (!same) {
                differing.add(path);
            }
        }
        return differing;
    }

    /** Equal only for the same difference: what was acknowledged, and what is there instead. */
    static String signature(Link link, FoundUser account, List<String> paths) {
        StringBuilder text = new StringBuilder();
        SortedMap<String, String> found = account.digests();
        paths.forEach(path -> text.append(path)
                .append('=')
                .append(link.acknowledged().get(path))
                .append('/')
                .append(found.get(path))
                .append('\n'));
        return paths.isEmpty() ? "" : ScimDigest.of("difference", text.toString());
    }

    private boolean ours(String path) {
        return mapped.computeIfAbsent(path, mapping::maps);
    }
}
