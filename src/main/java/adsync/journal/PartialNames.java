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

    /** Finds too many, and all that there are: letters beyond ASCII are left to the comparison. */
    private static final String PART = "SELECT o.id AS id, " + Shadows.COLUMNS + "FROM object o " + Shadows.JOINS
            + " WHERE o.id > ? AND (o.rdn LIKE ? ESCAPE '!' OR i.attributes LIKE ? ESCAPE '!') ORDER BY o.id LIMIT ?";

    private final Session session;

    PartialNames(Session session) {
        this.session = session;
    }

    private record Candidate(long id, Shadow shadow) {}

    /** In pages: a letter is in every name. */
    List<Shadow> find(String part, int limit) throws SQLException {
        Paths paths = new Paths(session);
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
