package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import java.util.ArrayDeque;
import java.util.Queue;

/** Answers that will fail, in the order they were ordered. Thread-safe. */
final class Outages {

    private final Queue<ResultCode> waiting = new ArrayDeque<>();

    synchronized void add(int times, ResultCode code) {
        for (int at = 0; at < times; at++) {
            waiting.add(code);
        }
    }

    synchronized void clear() {
        waiting.clear();
    }

    /**
     * @throws LDAPException the next ordered failure, if there is one
     */
    synchronized void strike() throws LDAPException {
        ResultCode code = waiting.poll();
        if (code != null) {
            throw Refusal.of(code, "00002024", "SvcErr: " + code.getName());
        }
    }
}
