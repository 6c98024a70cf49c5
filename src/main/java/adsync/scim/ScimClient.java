package adsync.scim;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The provider. Calls may come from any context and return at once; none retries (but for one token renewal) and none
 * throws. What the provider may legitimately answer is a value.
 */
public interface ScimClient {

    /**
     * Reads ServiceProviderConfig (RFC 7644 4). Fails with a {@link ScimException}, also if the provider says that it has no PATCH
     * and something is configured that needs it.
     */
    Future<ProviderFeatures> discover();

    /**
     * The URNs of the schemas that the provider knows, as it writes them (RFC 7644 4, {@code /Schemas}); empty if its list is
     * not whole. Fails with a {@link ScimException}.
     */
    Future<Set<String>> schemas();

    /** Does one thing. Never fails. */
    Future<ScimOutcome> execute(ScimOperation operation);

    /**
     * Gives an account a password, in a request of its own. What the provider says to it is not passed on but for its status: it
     * may repeat what it was sent. Never fails.
     */
    Future<ScimOutcome> password(SealedPassword password);

    /** Does several things of different resources in one request. Never fails. */
    Future<BulkOutcome> bulk(BulkRequest request);

    /** All accounts with this externalId; more than one is a conflict. Fails with a {@link ScimException}. */
    Future<List<FoundUser>> findByExternalId(String externalId);

    /** The account with this userName. Fails with a {@link ScimException}. */
    Future<List<FoundUser>> findByUserName(String userName);

    /** The account with this id; empty if there is none. Fails with a {@link ScimException}. */
    Future<Optional<FoundUser>> read(String id);

    /**
     * A page of all accounts, in the provider's own order. Fails with a {@link ScimException}.
     *
     * @param startIndex of the first account of the page, from 1
     * @param count how many at most; the provider may give fewer, or take no notice of either number
     */
    Future<UserPage> page(long startIndex, int count);

    /** How many accounts the provider has (totalResults of an empty page). Fails with a {@link ScimException}. */
    Future<Long> countUsers();

    /** The provider's groups. */
    ScimGroups groups();

    /** Closes all connections; what is under way on them is broken off and its outcome {@link ScimOutcome.Unknown}. */
    Future<Void> close();
}
