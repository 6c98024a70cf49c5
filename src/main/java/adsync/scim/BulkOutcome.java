package adsync.scim;

import java.util.List;

/** What the provider answered to one bulk request. */
public sealed interface BulkOutcome {

    /** One outcome for each operation, in their order. Unmatched results are {@link ScimOutcome.Unknown}. */
    record Answered(List<ScimOutcome> outcomes) implements BulkOutcome {
        public Answered {
            outcomes = List.copyOf(outcomes);
        }
    }

    /** Too many operations or octets (413, or 400 that says so): nothing was done; send fewer. */
    record TooLarge(int status, String detail) implements BulkOutcome {}

    /** The provider has no bulk endpoint (404, 405, 501): nothing was done; send singles. */
    record Unsupported(int status) implements BulkOutcome {}

    /** The request failed as a whole; the outcome holds for each of its operations. */
    record Whole(ScimOutcome outcome) implements BulkOutcome {}
}
