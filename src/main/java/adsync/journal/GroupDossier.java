package adsync.journal;

import adsync.change.ObjectGuid;
import adsync.change.Presence;
import java.util.Optional;

/**
 * All we know of a group that is shipped, or was.
 *
 * @param objectGuid which one
 * @param dn its distinguished name, as last read
 * @param displayName the name that it should have at the provider
 * @param presence whether it is to be there
 * @param shipping whether groups are shipped at all: if not, what the provider has of them is only remembered
 * @param link what the provider has of it; empty if nothing is known
 * @param members how many of its members the provider has, as far as we know
 * @param pending what the provider has yet to hear of it; empty if nothing
 */
public record GroupDossier(
        ObjectGuid objectGuid,
        String dn,
        String displayName,
        Presence presence,
        boolean shipping,
        Optional<GroupLink> link,
        long members,
        Optional<Dossier.Pending> pending) {}
