package adsync.journal;

import adsync.change.ObjectGuid;

/**
 * A subtree that is to be evaluated again.
 *
 * @param container at its top
 * @param version grows each time it is asked for: what was asked for while it was evaluated is still to be done
 */
public record Recheck(ObjectGuid container, long version) {}
