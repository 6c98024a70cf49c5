package adsync.scim;

import java.time.Duration;
import java.util.Optional;

/** What the provider answered to one operation. */
public sealed interface ScimOutcome {

    /** The HTTP status, or the status of the operation inside a bulk answer; 0 if there was none. */
    int status();

    /** It was created under this id. */
    record Created(int status, String id) implements ScimOutcome {}

    /** It was changed or deleted, or there was nothing to do. */
    record Applied(int status) implements ScimOutcome {}

    /** There is no such resource (404 on a patch or a deletion). */
    record Missing(int status) implements ScimOutcome {}

    /** Something unique, the userName as a rule, is taken (409). */
    record Conflict(int status, String detail) implements ScimOutcome {}

    /** The provider will not take this resource as it is: repeating it is of no use (400, 422 and the like). */
    record Refused(int status, String detail) implements ScimOutcome {}

    /** The provider failed on this one (500): to be tried a few times. */
    record Failed(int status, String detail) implements ScimOutcome {}

    /** The provider takes nothing for now (429, 503), or cannot be reached at all: nothing was done. */
    record Busy(int status, Optional<Duration> retryAfter, String detail) implements ScimOutcome {}

    /** Our credentials or rights are refused (401, 403), or this is no SCIM endpoint (a redirect, a page of HTML). */
    record Denied(int status, String detail) implements ScimOutcome {}

    /** The request was sent and what became of it is not known (reset, time-out, 502, 504): look before repeating. */
    record Unknown(int status, String detail) implements ScimOutcome {}
}
