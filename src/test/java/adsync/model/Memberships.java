package adsync.model;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.Modification;
import com.unboundid.ldap.sdk.ModificationType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** Who comes to groups and who leaves them. */
final class Memberships {

    private final Random random;
    private final List<String> told;

    /**
     * Of one history.
     *
     * @param told what happened, for the reader of a failure
     */
    Memberships(Random random, List<String> told) {
        this.random = random;
        this.told = told;
    }

    /** Somebody, or a group, becomes a member; circles are allowed, only nobody is a member of itself. */
    void join(LDAPConnection directory, List<String> where, List<String> who) throws LDAPException {
        if (!where.isEmpty() && !who.isEmpty()) {
            String group = pick(where);
            String member = pick(who);
            if (!group.equals(member) && !members(directory, group).contains(member)) {
                directory.modify(group, new Modification(ModificationType.ADD, "member", member));
                told.add(member + " became a member of " + group);
            }
        }
    }

    /** A member leaves. */
    void leave(LDAPConnection directory, List<String> where, List<String> who) throws LDAPException {
        if (where.isEmpty()) {
            return;
        }
        String group = pick(where);
        List<String> members = new ArrayList<>(members(directory, group));
        members.retainAll(who);
        if (!members.isEmpty()) {
            String member = pick(members);
            directory.modify(group, new Modification(ModificationType.DELETE, "member", member));
            told.add(member + " left " + group);
        }
    }

    private static List<String> members(LDAPConnection directory, String group) throws LDAPException {
        String[] members =
                Objects.requireNonNull(directory.getEntry(group, "member")).getAttributeValues("member");
        return members == null ? List.of() : List.of(members);
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
