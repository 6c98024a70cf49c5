package adsync.embedded;

import de.captaingoldfish.scim.sdk.common.constants.enums.Comparator;
import de.captaingoldfish.scim.sdk.common.constants.enums.SortOrder;
import de.captaingoldfish.scim.sdk.common.resources.Group;
import de.captaingoldfish.scim.sdk.common.resources.ResourceNode;
import de.captaingoldfish.scim.sdk.common.resources.User;
import de.captaingoldfish.scim.sdk.common.schemas.SchemaAttribute;
import de.captaingoldfish.scim.sdk.server.endpoints.Context;
import de.captaingoldfish.scim.sdk.server.endpoints.ResourceHandler;
import de.captaingoldfish.scim.sdk.server.endpoints.features.EndpointType;
import de.captaingoldfish.scim.sdk.server.filter.AttributeExpressionLeaf;
import de.captaingoldfish.scim.sdk.server.filter.FilterNode;
import de.captaingoldfish.scim.sdk.server.filter.resources.FilterResourceResolver;
import de.captaingoldfish.scim.sdk.server.interceptor.Interceptor;
import de.captaingoldfish.scim.sdk.server.interceptor.NoopInterceptor;
import de.captaingoldfish.scim.sdk.server.response.PartialListResponse;
import de.captaingoldfish.scim.sdk.server.sort.ResourceNodeComparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Joins the SCIM library to a {@link ResourceStore}. Filtering and sorting are done here and not by the library's
 * automatic ones, which look at every resource even where an index has the answer.
 */
abstract class StoredResources<T extends ResourceNode> extends ResourceHandler<T> {

    /** The library reads the type of the resources from the generic superclass. */
    static final class Users extends StoredResources<User> {
        private final SealedPasswords passwords;

        Users(ResourceStore<User> store, SealedPasswords passwords) {
            super(store);
            this.passwords = passwords;
        }

        @Override
        public User createResource(User user, Context context) {
            passwords.take(user);
            return super.createResource(user, context);
        }

        @Override
        public User updateResource(User user, Context context) {
            passwords.take(user);
            return super.updateResource(user, context);
        }
    }

    /** See {@link Users}. */
    static final class Groups extends StoredResources<Group> {
        Groups(ResourceStore<Group> store) {
            super(store);
        }
    }

    private final ResourceStore<T> store;
    private final Interceptor oneAtATime = new OneAtATime();

    private StoredResources(ResourceStore<T> store) {
        this.store = store;
    }

    @Override
    public T createResource(T resource, Context context) {
        return store.add(resource);
    }

    @Override
    public @Nullable T getResource(
            String id, List<SchemaAttribute> attributes, List<SchemaAttribute> excludedAttributes, Context context) {
        return store.byId(id).orElse(null);
    }

    @Override
    public T updateResource(T resource, Context context) {
        return store.replace(resource);
    }

    @Override
    public void deleteResource(String id, Context context) {
        store.remove(id);
    }

    @Override
    public Interceptor getInterceptor(EndpointType endpointType) {
        return switch (endpointType) {
            case UPDATE, PATCH, DELETE -> oneAtATime;
            case CREATE, GET, LIST -> new NoopInterceptor();
        };
    }

    @Override
    public PartialListResponse<T> listResources(
            long startIndex,
            int count,
            @Nullable FilterNode filter,
            @Nullable SchemaAttribute sortBy,
            @Nullable SortOrder sortOrder,
            List<SchemaAttribute> attributes,
            List<SchemaAttribute> excludedAttributes,
            Context context) {
        if (filter == null && sortBy == null) {
            return answer(store.page(startIndex - 1, count), store.size());
        }
        List<T> found = filter == null ? store.all() : indexed(filter).orElseGet(() -> scanned(filter));
        if (sortBy != null) {
            found = found.stream()
                    .sorted(new ResourceNodeComparator(sortBy, sortOrder))
                    .toList();
        }
        List<T> page = found.stream()
                .skip(startIndex - 1)
                .limit(count)
                .map(store::copy)
                .toList();
        return answer(page, found.size());
    }

    /** The answer to {@code id eq "x"}, {@code userName eq "x"} and {@code externalId eq "x"}; empty for other filters. */
    private Optional<List<T>> indexed(FilterNode filter) {
        if (!(filter instanceof AttributeExpressionLeaf leaf) || leaf.getComparator() != Comparator.EQ) {
            return Optional.empty();
        }
        return leaf.getStringValue().flatMap(value -> switch (leaf.getShortName()
                .toLowerCase(Locale.ROOT)) {
            case "id" -> Optional.of(store.byId(value).stream().toList());
            case "username" -> Optional.of(store.byName(value));
            case "externalid" -> Optional.of(store.byExternalId(value));
            default -> Optional.empty();
        });
    }

    private List<T> scanned(FilterNode filter) {
        return FilterResourceResolver.filterResources(getServiceProvider(), store.all(), filter);
    }

    private PartialListResponse<T> answer(List<T> resources, int total) {
        return PartialListResponse.<T>builder()
                .resources(resources)
                .totalResults(total)
                .build();
    }
}
