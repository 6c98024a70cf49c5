package adsync.scim;

import io.vertx.core.Future;

/** One value for good. No record: it would print the value. */
final class FixedAuthorization implements Authorization {

    private final String header;

    FixedAuthorization(String header) {
        this.header = header;
    }

    @Override
    public Future<String> header() {
        return Future.succeededFuture(header);
    }

    @Override
    public boolean refused(String refused) {
        return false;
    }
}
