package adsync.observe;

/** The keys of structured log lines. One word for one thing, everywhere. */
public final class LogKeys {

    public static final String CORRELATION_ID = "correlationId";
    public static final String OBJECT_GUID = "objectGUID";
    public static final String DN = "dn";
    public static final String KIND = "kind";
    public static final String OUTCOME = "outcome";
    public static final String STATUS = "status";
    public static final String DETAIL = "detail";
    public static final String DOMAIN_CONTROLLER = "domainController";
    public static final String USN = "usn";
    public static final String NAMING_CONTEXT = "namingContext";
    public static final String ROOT = "root";
    public static final String COUNT = "count";
    public static final String TOTAL = "total";
    public static final String RATE_PER_SECOND = "ratePerSecond";
    public static final String REMAINING_SECONDS = "remainingSeconds";
    public static final String MILLISECONDS = "milliseconds";
    public static final String REASON = "reason";
    public static final String RETRY_IN_SECONDS = "retryInSeconds";
    public static final String REPEATED = "repeated";
    public static final String PARTITION = "partition";

    private LogKeys() {}
}
