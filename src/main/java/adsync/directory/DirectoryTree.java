package adsync.directory;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The directory as an administrator looks at it: from an object to what is in it. One domain controller over one connection; all
 * calls block and are made one at a time. Every answer is bounded in number and in time and says whether it is all; a call that
 * fails throws a {@link DirectoryException}.
 */
public interface DirectoryTree extends AutoCloseable {

    /** Whom we speak to. */
    DomainController domainController();

    /** The heads of the domains that this domain controller holds, its own first. */
    List<Branch> domains();

    /** One object; empty if there is none of that name, or the account may not see it. */
    Optional<Branch> branch(String dn);

    /**
     * What is directly below an object, by name: what users can live in, and on request users.
     *
     * @param users whether users are listed too, behind everything else
     * @param offset how many to leave out
     * @param limit how many to give at most
     * @throws DirectoryException also if there is no such object
     */
    Listing children(String dn, boolean users, int offset, int limit);

    /**
     * How many users live below an object, and below each object directly in it.
     *
     * @throws DirectoryException also if there is no such object
     */
    UserCounts count(String dn);

    /** Groups whose name, account name or description contains a text, by name: the best of them, never more than a screen has. */
    List<FoundGroup> groups(String text);

    /** Closes the connection; a call that is under way fails. */
    @Override
    void close();

    /**
     * An object of the tree.
     *
     * @param dn its distinguished name
     * @param name for people
     * @param user whether it is a user, which has nothing below that matters
     */
    record Branch(String dn, String name, boolean user) {}

    /**
     * A part of what is directly below an object.
     *
     * @param total how many there are in all; at least so many if the listing is not complete
     * @param complete whether the directory was read to the end
     */
    record Listing(List<Branch> branches, int total, boolean complete) {
        public Listing {
            branches = List.copyOf(branches);
        }
    }

    /**
     * How many users live where.
     *
     * @param total below the object, at any depth
     * @param here directly in it
     * @param below at any depth in each object directly in it, by distinguished name in normal form; those with none are missing
     * @param complete whether all were counted; else each number is a least one
     */
    record UserCounts(int total, int here, Map<String, Integer> below, boolean complete) {
        public UserCounts {
            below = Map.copyOf(below);
        }

        /** Those of a branch directly below. */
        public int of(String dn) {
            return below.getOrDefault(DnText.normal(dn), 0);
        }
    }

    /**
     * A group.
     *
     * @param description for people; empty if it has none
     */
    record FoundGroup(String dn, String name, String description) {}
}
