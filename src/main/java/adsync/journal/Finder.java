package adsync.journal;

import adsync.change.Image;
import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds objects by names that people use. */
final class Finder {

    /** What a person may call a user by. */
    private static final List<String> NAMES = List.of("userPrincipalName", "sAMAccountName", "mail");

    private static final String BY_GUID =
            "SELECT guid FROM object WHERE guid = ?1 UNION SELECT guid FROM shipped_group WHERE guid = ?1"
                    + " UNION SELECT object FROM omission WHERE object = ?1";

    private static final String BY_RDN = """
            SELECT guid, rdn, container FROM object WHERE lower(rdn) = lower(?) OR rdn = ? ORDER BY id
            """;

    /** Finds too many, as {@link #BY_VALUE} does. */
    private static final String GROUPS_BY_DN =
            "SELECT guid, dn FROM shipped_group WHERE dn LIKE ? ESCAPE '!' ORDER BY id";

    /** Finds too many, and all that there are: letters beyond ASCII are left to the comparison. */
    private static final String BY_VALUE = "SELECT " + Shadows.COLUMNS + "FROM object o " + Shadows.JOINS
            + " WHERE i.attributes LIKE ? ESCAPE '!' ORDER BY o.id";

    private final Session session;

    Finder(Session session) {
        this.session = session;
    }

    List<ObjectGuid> find(String text, int limit) throws SQLException {
        Optional<ObjectGuid> guid = guid(text);
        Set<ObjectGuid> found = new LinkedHashSet<>();
        if (guid.isPresent()) {
            found.addAll(session.list(BY_GUID, row -> row.guid("guid"), guid.get()));
        } else if (text.contains("=")) {
            found.addAll(byName(text));
        }
        if (found.isEmpty() && !text.isEmpty()) {
            found.addAll(byValue(text, limit));
        }
        return found.stream().limit(limit).toList();
    }

    private static Optional<ObjectGuid> guid(String text) {
        try {
            return Optional.of(ObjectGuid.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<ObjectGuid> byName(String dn) throws SQLException {
        Paths paths = new Paths(session);
        List<ObjectGuid> found = new ArrayList<>();
        String rdn = firstOf(dn);
        session.list(
                        BY_RDN,
                        row -> paths.dn(row.text("rdn"), row.number("container"))
                                        .equalsIgnoreCase(dn)
                                ? Optional.of(row.guid("guid"))
                                : Optional.<ObjectGuid>empty(),
                        rdn,
                        rdn)
                .forEach(match -> match.ifPresent(found::add));
        found.addAll(groupsByName(dn));
        return found;
    }

    private List<ObjectGuid> groupsByName(String dn) throws SQLException {
        return session.list(GROUPS_BY_DN, row -> Map.entry(row.guid("guid"), row.text("dn")), loosely(dn)).stream()
                .filter(group -> group.getValue().equalsIgnoreCase(dn))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The relative distinguished name: up to the first comma that no backslash stands before. */
    private static String firstOf(String dn) {
        for (int i = 0; i < dn.length(); i++) {
            if (dn.charAt(i) == '\\') {
                i++;
            } else if (dn.charAt(i) == ',') {
                return dn.substring(0, i);
            }
        }
        return dn;
    }

    private List<ObjectGuid> byValue(String text, int limit) throws SQLException {
        Paths paths = new Paths(session);
        return session.list(BY_VALUE, row -> Shadows.read(row, paths), pattern(text)).stream()
                .map(Shadow::image)
                .filter(image -> called(image, text))
                .map(Image::objectGuid)
                .limit(limit)
                .toList();
    }

    private static boolean called(Image image, String text) {
        return NAMES.stream().flatMap(name -> image.values(name).stream()).anyMatch(text::equalsIgnoreCase);
    }

    private static String pattern(String text) {
        return "%\"" + loosely(text) + "\"%";
    }

    /** A pattern of whatever has a text within. */
    static String within(String text) {
        return "%" + loosely(text) + "%";
    }

    /** Letters whose case the store does not know, and what JSON writes differently, may be anything. */
    private static String loosely(String text) {
        StringBuilder pattern = new StringBuilder();
        text.chars().forEach(c -> {
            if (c >= 128 || c < ' ' || c == '"' || c == '\\') {
                pattern.append('%');
            } else {
                pattern.append(c == '%' || c == '_' || c == '!' ? "!" : "").append((char) c);
            }
        });
        return pattern.toString();
    }
}
