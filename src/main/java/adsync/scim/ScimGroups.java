package adsync.scim;

import adsync.change.CorrelationId;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * The provider's groups (RFC 7643 4.2). Members are only ever added and removed one by one: what replaces or clears all of them
 * does nothing at one provider and is refused by another. What changes something never fails.
 */
public interface ScimGroups {

    /** Membership changes of one request that all providers take. */
    int MOST_MEMBERS = 100;

    /**
     * A member to be added.
     *
     * @param id the provider's id of a user or group
     * @param group whether it is a group
     */
    record Member(String id, boolean group) {}

    /** Creates a group without members. */
    Future<ScimOutcome> create(CorrelationId correlationId, String externalId, String displayName);

    /** Gives a group another name. */
    Future<ScimOutcome> rename(CorrelationId correlationId, String id, String displayName);

    /**
     * Adds members; one that is there already may be there twice afterwards.
     *
     * @param members at most {@value #MOST_MEMBERS}
     */
    Future<ScimOutcome> add(CorrelationId correlationId, String id, List<Member> members);

    /**
     * Removes members; one that is not there does no harm.
     *
     * @param members the provider's ids, at most {@value #MOST_MEMBERS}
     */
    Future<ScimOutcome> remove(CorrelationId correlationId, String id, List<String> members);

    /** Deletes a group. */
    Future<ScimOutcome> delete(CorrelationId correlationId, String id);

    /** A group by the provider's id; empty if it is not there. Fails with a {@link ScimException}. */
    Future<Optional<FoundGroup>> read(String id);

    /**
     * A group with all its members, in one answer: a provider has no pages of members. Fails with a {@link ScimException}, also if the
     * answer is longer than what is read of one.
     */
    Future<Optional<GroupMembers>> members(String id);

    /**
     * A page of all groups, in the provider's own order, without members. Fails with a {@link ScimException}.
     *
     * @param startIndex of the first group of the page, from 1
     * @param count how many at most; the provider may give fewer, or take no notice of either number
     */
    Future<GroupPage> page(long startIndex, int count);

    /** All groups with this externalId; more than one is a conflict. Fails with a {@link ScimException}. */
    Future<List<FoundGroup>> findByExternalId(String externalId);

    /** All groups with this name, in any letter case. Fails with a {@link ScimException}. */
    Future<List<FoundGroup>> findByName(String displayName);
}
