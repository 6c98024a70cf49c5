package adsync.embedded;

import com.unboundid.ldap.sdk.LDAPException;
import org.jspecify.annotations.Nullable;

/**
 * Work done under the store's lock.
 *
 * @param <T> what it answers
 */
@FunctionalInterface
interface Step<T extends @Nullable Object> {

    /**
     * Does it.
     *
     * @throws LDAPException the answer to the client if it cannot be done
     */
    T run() throws LDAPException;
}
