package adsync.embedded;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Who may do what. Thread-safe. */
final class AccessRights {

    private final Map<UUID, Set<Right>> granted = new ConcurrentHashMap<>();
    private final Set<Right> suspended = ConcurrentHashMap.newKeySet();

    void grant(DirectoryObject account, Set<Right> rights) {
        granted.put(account.guid(), rights.isEmpty() ? Set.of() : EnumSet.copyOf(rights));
    }

    /** The same rights elsewhere, where they are taken and given back independently. */
    AccessRights copy() {
        AccessRights copy = new AccessRights();
        copy.granted.putAll(granted);
        return copy;
    }

    /** Takes a right from everybody. */
    void suspend(Right right) {
        suspended.add(right);
    }

    /** Gives it back to those who had it. */
    void restore(Right right) {
        suspended.remove(right);
    }

    boolean has(@Nullable DirectoryObject account, Right right) {
        return account != null
                && granted.getOrDefault(account.guid(), Set.of()).contains(right)
                && !suspended.contains(right);
    }
}
