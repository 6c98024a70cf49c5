package adsync.shipper;

import adsync.journal.HazardKind;
import adsync.scim.ScimOperation;
import java.util.Map;
import java.util.Set;

/** What is to be done for one row. */
sealed interface Plan {

    /** Nothing: the provider has it already, or has nothing of it and shall not. */
    record Settled() implements Plan {}

    /**
     * One operation.
     *
     * @param operation what to send
     * @param digests what is acknowledged by its success, by SCIM path
     * @param hazards what harm it would do if it were one of many; usually none
     */
    record Send(ScimOperation operation, Map<String, String> digests, Set<HazardKind> hazards) implements Plan {}

    /** First ask what there is of the account: something that was sent earlier may have come through. */
    record LookUp() implements Plan {}

    /**
     * It cannot be shipped as it is.
     *
     * @param cause in a sentence
     */
    record Refuse(String cause) implements Plan {}
}
