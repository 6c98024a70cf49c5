package adsync.shipper;

import adsync.change.ObjectGuid;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What would become of one account.
 *
 * @param objectGuid whose
 * @param dn its distinguished name, as far as we know it; else empty
 * @param userName the login that the account would have, or had; empty if it has none
 * @param accountId the provider's id; empty if the account would be new, or there is none
 * @param kinds what would happen to it; never empty
 * @param held whether it would wait for an approval instead
 * @param values before and after, by SCIM path; only those that differ
 * @param cause why it would be parked or held; else empty
 */
public record RehearsedAccount(
        ObjectGuid objectGuid,
        String dn,
        String userName,
        Optional<String> accountId,
        Set<Kind> kinds,
        boolean held,
        SortedMap<String, Values> values,
        String cause)
        implements Rehearsed {
    public RehearsedAccount {
        kinds = kinds.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** What can happen to an account. Some can happen together. */
    public enum Kind {
        /** It is new. */
        CREATE,
        /** It was there before and is taken over. */
        LINK,
        /** It gets other values. */
        UPDATE,
        /** It gets another login. */
        RENAME,
        /** It loses a service. */
        SERVICE_REMOVAL,
        /** It is switched off. */
        DISABLE,
        /** It is switched on. */
        ENABLE,
        /** It is deleted. */
        DELETE,
        /** It cannot be shipped as it is. */
        PARK;

        /** The word in answers, for example {@code service_removal}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The values of one path, as they are sent or were decoded.
     *
     * @param before null if there is none, or if it is not known
     * @param after null if there is none
     */
    public record Values(@Nullable Object before, @Nullable Object after) {}
}
