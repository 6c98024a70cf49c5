package adsync.intake;

import java.time.Duration;
import java.util.List;

/** A request that is not answered as it wants. The message is for whoever asked, without any secret. */
final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final int BAD_REQUEST = 400;
    static final int UNAUTHORIZED = 401;
    static final int FORBIDDEN = 403;
    static final int NOT_FOUND = 404;
    static final int NOT_ALLOWED = 405;
    static final int TOO_LARGE = 413;
    static final int TOO_MANY = 429;
    static final int INTERNAL = 500;
    static final int UNAVAILABLE = 503;

    /** All of them. */
    static final List<Integer> STATUSES = List.of(
            BAD_REQUEST, UNAUTHORIZED, FORBIDDEN, NOT_FOUND, NOT_ALLOWED, TOO_LARGE, TOO_MANY, INTERNAL, UNAVAILABLE);

    private final int status;
    private final Duration retryAfter;

    RefusedException(int status, String why) {
        this(status, why, Duration.ZERO);
    }

    /**
     * With the wish to come again.
     *
     * @param retryAfter zero for none
     */
    RefusedException(int status, String why, Duration retryAfter) {
        super(why);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /** Of one that is not enrolled any more, or not with the certificate that it shows. */
    static RefusedException revoked() {
        return new RefusedException(FORBIDDEN, "it was revoked, or its certificate has ended: enrol anew");
    }

    int status() {
        return status;
    }

    Duration retryAfter() {
        return retryAfter;
    }
}
