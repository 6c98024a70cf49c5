package adsync.scim;

import adsync.change.CorrelationId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing to do at the provider, as a single request or as an operation of a bulk request (RFC 7644 3.7). */
public sealed interface ScimOperation {

    /** Follows it into the provider's logs, as {@code Idempotency-Key}. */
    CorrelationId correlationId();

    /** Creates a user (POST, RFC 7644 3.3). */
    record Create(CorrelationId correlationId, ScimResource resource) implements ScimOperation {}

    /**
     * Changes a user (PATCH, RFC 7644 3.5.2).
     *
     * @param id the provider's id
     * @param edits what to change; never empty
     */
    record Patch(CorrelationId correlationId, String id, List<Edit> edits) implements ScimOperation {
        public Patch {
            edits = List.copyOf(edits);
            if (edits.isEmpty()) {
                throw new IllegalArgumentException("a patch needs an edit");
            }
        }
    }

    /**
     * Deletes a user (DELETE, RFC 7644 3.6).
     *
     * @param id the provider's id
     */
    record Delete(CorrelationId correlationId, String id) implements ScimOperation {}

    /**
     * One edit of a patch.
     *
     * @param path what, as in {@link ScimResource}
     * @param value the whole new value; null to clear it
     * @param multiValued whether clearing means an empty list
     */
    record Edit(String path, @Nullable Object value, boolean multiValued) {}
}
