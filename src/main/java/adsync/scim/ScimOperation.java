package adsync.scim;

import adsync.change.CorrelationId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One thing to do at the provider, as a single request or as an operation of a bulk request (RFC 7644 3.7). */
public sealed interface ScimOperation {

    /** Follows it into the provider's logs, as {@code Idempotency-Key}. */
    CorrelationId correlationId();

    /** Creates a user (POST, RFC 7644 3.3). */
    record Create(CorrelationId correlationId, ScimResource resource) implements ScimOperation {}

    /** Changes a user; what it does not name stays as it is. */
    sealed interface Change extends ScimOperation {

        /** The provider's id. */
        String id();

        /** What to change; never empty. */
        List<Edit> edits();
    }

    /** Changes a user by its edits alone (PATCH, RFC 7644 3.5.2). */
    record Patch(CorrelationId correlationId, String id, List<Edit> edits) implements Change {
        public Patch {
            edits = some(edits);
        }
    }

    /**
     * Changes a user where there is no PATCH (PUT, RFC 7644 3.5.1): what the account holds is read, and goes back whole with the
     * edits made. Never part of a bulk request.
     *
     * @param ours what else the account is to hold, by path: what is read may be behind, or not all there is, and would go back so
     */
    record Replace(CorrelationId correlationId, String id, List<Edit> edits, Map<String, Object> ours)
            implements Change {
        public Replace {
            edits = some(edits);
            ours = Map.copyOf(ours);
        }
    }

    private static List<Edit> some(List<Edit> edits) {
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("a change needs an edit");
        }
        return List.copyOf(edits);
    }

    /**
     * Deletes a user (DELETE, RFC 7644 3.6).
     *
     * @param id the provider's id
     */
    record Delete(CorrelationId correlationId, String id) implements ScimOperation {}

    /**
     * One edit of a change.
     *
     * @param path what, as in {@link ScimResource}
     * @param value the whole new value; null to clear it
     * @param multiValued whether clearing means an empty list
     */
    record Edit(String path, @Nullable Object value, boolean multiValued) {}
}
