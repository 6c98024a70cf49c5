package adsync.scim;

import adsync.observe.DocumentedMeter;
import adsync.observe.MeterFacts;
import adsync.observe.MeterTag;

/** What this room measures. */
enum ScimMeter implements DocumentedMeter {
    /** Time from sending a request to its whole answer, with a histogram. */
    REQUEST(MeterFacts.timer(
            "adsync.scim.request",
            "Time from sending a request to its whole answer",
            new MeterTag(ScimMeter.METHOD, "GET, POST, PUT, PATCH, DELETE; BULK for a bulk request"),
            new MeterTag(ScimMeter.STATUS, "the HTTP status; unsent if there was no connection, lost if no answer"))),

    /** Operations in a bulk request. */
    BULK_OPERATIONS(MeterFacts.summary("adsync.scim.bulk.operations", "operations", "Operations in a bulk request")),

    /** The provider's certificate. */
    CERTIFICATE_ENDS(MeterFacts.gauge(
            "adsync.provider.certificate.remaining",
            "seconds",
            "Until the provider's certificate ends; NaN without TLS, and before the first connection")),

    /** The token that we were given. */
    TOKEN_ENDS(MeterFacts.gauge(
            "adsync.provider.token.remaining",
            "seconds",
            "Until the token that was configured ends; NaN if there is none, or if it does not say"));

    static final String METHOD = "method";
    static final String STATUS = "status";

    private final MeterFacts facts;

    ScimMeter(MeterFacts facts) {
        this.facts = facts;
    }

    @Override
    public MeterFacts facts() {
        return facts;
    }
}
