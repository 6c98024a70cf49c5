package adsync.simulation;

import static java.nio.charset.StandardCharsets.US_ASCII;

import adsync.change.DirSyncCookie;
import adsync.change.ObjectGuid;
import adsync.directory.DirSyncPage;
import adsync.directory.DirectoryException;
import adsync.directory.DirectoryException.Reason;
import adsync.directory.Touched;
import adsync.simulation.Replica.Entry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where DirSync goes on (MS-DRSR 5.115): at one domain controller after a number of its own, at another one from the beginning; in
 * both cases without what was known at the end of the last complete cycle.
 *
 * @param database number of the one that gave it; -1 for none
 * @param known up to where the changes of each database were known
 */
record Cookie(int epoch, int database, long usn, Map<Integer, Long> known) {

    Cookie {
        known = new TreeMap<>(known);
    }

    static Cookie now(Replica replica, int epoch) {
        return new Cookie(epoch, replica.database(), replica.usn(), replica.known());
    }

    static Cookie read(@Nullable DirSyncCookie cookie, int epoch) {
        if (cookie == null) {
            return new Cookie(epoch, -1, 0, Map.of());
        }
        String[] fields = new String(cookie.octets(), US_ASCII).split(":", -1);
        Map<Integer, Long> known = new TreeMap<>();
        for (int at = 3; at + 1 < fields.length; at += 2) {
            known.put(Integer.valueOf(fields[at]), Long.valueOf(fields[at + 1]));
        }
        Cookie read =
                new Cookie(Integer.parseInt(fields[0]), Integer.parseInt(fields[1]), Long.parseLong(fields[2]), known);
        if (read.epoch != epoch) {
            throw new DirectoryException(Reason.COOKIE, "the cookie is not accepted");
        }
        return read;
    }

    /** In whose time it was given. */
    static int epoch(DirSyncCookie cookie) {
        return Integer.parseInt(new String(cookie.octets(), US_ASCII).split(":", -1)[0]);
    }

    DirSyncCookie written() {
        var text = new StringBuilder("%d:%d:%d".formatted(epoch, database, usn));
        known.forEach((one, upTo) -> text.append(':').append(one).append(':').append(upTo));
        return DirSyncCookie.of(text.toString().getBytes(US_ASCII));
    }

    /** Whether it may be asked there: not if the database went back in time. */
    boolean fits(Replica replica) {
        return database != replica.database() || usn <= replica.usn();
    }

    /** A link, or all else of an object. */
    private record Part(Entry entry, @Nullable ObjectGuid member, long usn) {}

    /** The next page, and where it goes on then. */
    DirSyncPage page(Replica replica, int most) {
        long after = database == replica.database() ? usn : 0;
        List<Part> parts = replica.all().stream()
                .flatMap(entry -> parts(entry, after))
                .sorted(Comparator.comparingLong(Part::usn))
                .limit(most)
                .toList();
        boolean more = parts.size() == most;
        Cookie next =
                more ? new Cookie(epoch, replica.database(), parts.getLast().usn(), known) : now(replica, epoch);
        Map<Entry, List<Part>> objects = new LinkedHashMap<>();
        parts.forEach(part ->
                objects.computeIfAbsent(part.entry(), one -> new ArrayList<>()).add(part));
        List<Touched> touched = new ArrayList<>();
        objects.forEach((entry, of) -> touched.add(touched(entry, of, replica)));
        return new DirSyncPage(touched, next.written(), more);
    }

    private Stream<Part> parts(Entry entry, long after) {
        Stream<Part> links = entry.links().entrySet().stream()
                .filter(link -> isNew(link.getValue().stamp()))
                .map(link -> new Part(entry, link.getKey(), link.getValue().usn()));
        Stream<Part> own = entry.stamps().stream().anyMatch(this::isNew)
                ? Stream.of(new Part(entry, null, entry.own()))
                : Stream.empty();
        return Stream.concat(own, links).filter(part -> part.usn() > after);
    }

    private boolean isNew(Replica.Stamp stamp) {
        return stamp.usn() > known.getOrDefault(stamp.database(), 0L);
    }

    private static Touched touched(Entry entry, List<Part> parts, Replica replica) {
        List<ObjectGuid> added = new ArrayList<>();
        List<ObjectGuid> removed = new ArrayList<>();
        for (Part part : parts) {
            ObjectGuid member = part.member();
            if (member != null && replica.alive(member)) {
                Replica.Link link = Objects.requireNonNull(entry.links().get(member));
                (link.present() ? added : removed).add(member);
            }
        }
        return new Touched(entry.guid(), entry.deleted(), entry.restored(), added, removed);
    }
}
