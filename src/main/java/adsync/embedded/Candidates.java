package adsync.embedded;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.SearchScope;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects a search has to look at: those the filter pins down by an indexed value, such as a list of GUIDs, or
 * else all of the scope.
 */
final class Candidates {

    private final Store store;

    Candidates(Store store) {
        this.store = store;
    }

    /**
     * @param deletedToo whether deleted objects count, whose account names are not indexed
     */
    List<DirectoryObject> of(DirectoryObject base, SearchScope scope, Filter filter, boolean deletedToo) {
        if (scope.equals(SearchScope.BASE)) {
            return List.of(base);
        }
        Set<DirectoryObject> pinned = pinned(filter, deletedToo);
        if (pinned != null) {
            return pinned.stream()
                    .filter(object -> inScope(object, base, scope))
                    .toList();
        }
        if (scope.equals(SearchScope.ONE)) {
            return List.copyOf(base.children());
        }
        List<DirectoryObject> all = new ArrayList<>();
        collect(base, all);
        return all;
    }

    static boolean inScope(DirectoryObject object, DirectoryObject base, SearchScope scope) {
        if (scope.equals(SearchScope.BASE)) {
            return object == base;
        }
        return scope.equals(SearchScope.ONE) ? object.parent() == base : object.within(base);
    }

    private static void collect(DirectoryObject object, List<DirectoryObject> all) {
        all.add(object);
        for (DirectoryObject child : object.children()) {
            collect(child, all);
        }
    }

    private @Nullable Set<DirectoryObject> pinned(Filter filter, boolean deletedToo) {
        return switch (filter.getFilterType()) {
            case Filter.FILTER_TYPE_AND -> byAny(filter, deletedToo);
            case Filter.FILTER_TYPE_OR -> byEach(filter, deletedToo);
            case Filter.FILTER_TYPE_EQUALITY -> byValue(filter, deletedToo);
            default -> null;
        };
    }

    private @Nullable Set<DirectoryObject> byAny(Filter filter, boolean deletedToo) {
        for (Filter component : filter.getComponents()) {
            Set<DirectoryObject> found = pinned(component, deletedToo);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Set<DirectoryObject> byEach(Filter filter, boolean deletedToo) {
        Set<DirectoryObject> all = new LinkedHashSet<>();
        for (Filter component : filter.getComponents()) {
            Set<DirectoryObject> found = pinned(component, deletedToo);
            if (found == null) {
                return null;
            }
            all.addAll(found);
        }
        return all;
    }

    private @Nullable Set<DirectoryObject> byValue(Filter filter, boolean deletedToo) {
        String name = filter.getAttributeName();
        byte[] value = filter.getAssertionValueBytes();
        AttributeType type = name == null ? null : Schema.find(name);
        if (type == null || value == null) {
            return null;
        }
        if (type == Schema.OBJECT_GUID) {
            return only(value.length == Guid.LENGTH ? store.find(Guid.ofOctets(value)) : null);
        }
        if (!deletedToo && (type == Schema.SAM_ACCOUNT_NAME || type == Schema.USER_PRINCIPAL_NAME)) {
            return only(store.uniqueNames().owner(type, value));
        }
        return null;
    }

    private static Set<DirectoryObject> only(@Nullable DirectoryObject object) {
        return object == null ? Set.of() : Set.of(object);
    }
}
