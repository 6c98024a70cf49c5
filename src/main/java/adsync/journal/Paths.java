package adsync.journal;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The distinguished names of containers, worked out once for a call: they are stored nowhere, so they cannot be stale. */
final class Paths {

    private static final String STEP = "SELECT coalesce(parent, 0) AS parent, rdn FROM container WHERE id = ?";

    private static final long NONE = 0;

    private final Session session;
    private final Map<Long, String> known = new HashMap<>();

    Paths(Session session) {
        this.session = session;
    }

    private record Step(long parent, String rdn) {}

    /** The distinguished name of an object in a container. */
    String dn(String rdn, long container) throws SQLException {
        return rdn + "," + of(container);
    }

    private String of(long container) throws SQLException {
        Map<Long, String> unknown = new LinkedHashMap<>();
        long id = container;
        // Two moves read at different times may look like a circle until the next page: the second check ends it.
        while (id != NONE && !known.containsKey(id) && !unknown.containsKey(id)) {
            Step step = session.first(STEP, row -> new Step(row.number("parent"), row.text("rdn")), id);
            if (step == null) {
                break;
            }
            unknown.put(id, step.rdn());
            id = step.parent();
        }
        return resolve(unknown, known.get(id));
    }

    private String resolve(Map<Long, String> fromBelow, @Nullable String above) {
        String path = above == null ? "" : above;
        List<Map.Entry<Long, String>> steps = new ArrayList<>(fromBelow.entrySet());
        for (Map.Entry<Long, String> step : steps.reversed()) {
            path = path.isEmpty() ? step.getValue() : step.getValue() + "," + path;
            known.put(step.getKey(), path);
        }
        return path;
    }
}
