package adsync.shipper;

import adsync.scim.ScimOperation;
import java.util.Map;

/** What is to be done for one row. */
sealed interface Plan {

    /** Nothing: the provider has it already, or has nothing of it and shall not. */
    record Settled() implements Plan {}

    /**
     * One operation.
     *
     * @param operation what to send
     * @param digests what is acknowledged by its success, by SCIM path
     */
    record Send(ScimOperation operation, Map<String, String> digests) implements Plan {}

    /** First ask what there is of the account: something that was sent earlier may have come through. */
    record LookUp() implements Plan {}

    /**
     * It cannot be shipped as it is.
     *
     * @param cause in a sentence
     */
    record Refuse(String cause) implements Plan {}
}
