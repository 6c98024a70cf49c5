package adsync.journal;

import adsync.change.Image;
import adsync.change.Shadow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds objects by a part of a name. */
final class PartialNames {

    /** Attributes that a person may remember a part of. */
    private static final List<String> NAMES =
            List.of("displayName", "givenName", "sn", "userPrincipalName", "sAMAccountName", "mail");

    private static final int PAGE = 500;
    private static final long NOWHERE = -1;

    /** Finds too many, and all that there are: letters beyond ASCII are left to the comparison. */
    private static final String PART = "SELECT o.id AS id, " + Shadows.COLUMNS + "FROM object o " + Shadows.JOINS
            + " WHERE o.id > ? AND (o.rdn LIKE ? ESCAPE '!' OR i.attributes LIKE ? ESCAPE '!') ORDER BY o.id LIMIT ?";

    private static final String CONTAINERS =
            "SELECT id, rdn, coalesce(parent, 0) AS parent FROM container WHERE removed = FALSE";

    private static final String WITHIN = "SELECT " + Shadows.COLUMNS + "FROM object o " + Shadows.JOINS
            + " WHERE o.container = ? ORDER BY o.id LIMIT ?";

    private final Session session;

    PartialNames(Session session) {
        this.session = session;
    }

    private record Candidate(long id, Shadow shadow) {}

    /** By a part of a name or, if it looks like that, of the place: {@code OU=Legal}. */
    List<Shadow> find(String part, int limit) throws SQLException {
        Paths paths = new Paths(session);
        List<Shadow> there = part.contains("=") ? byPlace(part, limit, paths) : List.of();
        return there.isEmpty() ? byName(part, limit, paths) : there;
    }

    /** There are far fewer places than people. */
    private List<Shadow> byPlace(String part, int limit, Paths paths) throws SQLException {
        String lower = part.toLowerCase(Locale.ROOT);
        List<Long> places = new ArrayList<>();
        session
                .list(
                        CONTAINERS,
                        row -> paths.dn(row.text("rdn"), row.number("parent"))
                                        .toLowerCase(Locale.ROOT)
                                        .contains(lower)
                                ? row.number("id")
                                : NOWHERE)
                .stream()
                .filter(id -> id != NOWHERE)
                .forEach(places::add);
        List<Shadow> found = new ArrayList<>();
        for (long place : places) {
            if (found.size() < limit) {
                found.addAll(session.list(WITHIN, row -> Shadows.read(row, paths), place, limit - found.size()));
            }
        }
        return found;
    }

    /** In pages: a letter is in every name. */
    private List<Shadow> byName(String part, int limit, Paths paths) throws SQLException {
        String pattern = Finder.within(part);
        String lower = part.toLowerCase(Locale.ROOT);
        List<Shadow> found = new ArrayList<>();
        List<Candidate> page;
        long after = 0;
        do {
            page = session.list(
                    PART,
                    row -> new Candidate(row.number("id"), Shadows.read(row, paths)),
                    after,
                    pattern,
                    pattern,
                    PAGE);
            page.stream()
                    .map(Candidate::shadow)
                    .filter(shadow -> called(shadow.image(), lower))
                    .limit(limit - found.size())
                    .forEach(found::add);
            after = page.isEmpty() ? after : page.getLast().id();
        } while (page.size() == PAGE && found.size() < limit);
        return found;
    }

    private static boolean called(Image image, String lower) {
        return Stream.concat(Stream.of(image.rdn()), NAMES.stream().flatMap(name -> image.values(name).stream()))
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).contains(lower));
    }
}
