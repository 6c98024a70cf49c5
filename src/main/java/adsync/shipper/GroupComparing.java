package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.journal.Comparison;
import adsync.journal.Comparison.Findings;
import adsync.journal.Comparison.Phase;
import adsync.journal.GroupDifference;
import adsync.journal.Journal;
import adsync.journal.KnownGroup;
import adsync.journal.Orphan;
import adsync.observe.LogKeys;
import adsync.scim.FoundGroup;
import adsync.scim.GroupMembers;
import adsync.scim.GroupPage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of a comparison that are about groups, each one request: the provider's list tells which groups are not ours, then each
 * of ours is read with its members. Of one group all members are in memory, ours and the provider's, never those of two.
 */
final class GroupComparing {

    private static final Logger LOGGER = LoggerFactory.getLogger(GroupComparing.class);

    /** The members of a larger group come in an answer that is too long to be read. */
    private static final int MOST_MEMBERS = 60_000;

    private final Journal journal;
    private final Provider provider;
    private final OrphanSearch orphans;
    private final ComparisonState state;
    private final Clock clock;
    private final int mostMembers;
    private Listing listing = Listing.from(1);
    private long number;

    GroupComparing(Journal journal, Provider provider, OrphanSearch orphans, ComparisonState state, Clock clock) {
        this(journal, provider, orphans, state, clock, MOST_MEMBERS);
    }

    GroupComparing(
            Journal journal,
            Provider provider,
            OrphanSearch orphans,
            ComparisonState state,
            Clock clock,
            int mostMembers) {
        this.journal = journal;
        this.provider = provider;
        this.orphans = orphans;
        this.state = state;
        this.clock = clock;
        this.mostMembers = mostMembers;
    }

    /** Makes the next step; returns how far it came. Fails like the questions it asks. */
    Comparison step(Comparison before) {
        return before.phase() == Phase.LISTING_GROUPS ? list(before) : compare(before);
    }

    private Comparison list(Comparison before) {
        if (number != before.number()) {
            number = before.number();
            listing = Listing.from(before.startIndex());
        }
        GroupPage page = provider.findGroups("page", groups -> groups.page(listing.startIndex(), Listing.PAGE))
                .await();
        Listing behind = listing.behind(page);
        List<Finding> findings = behind.other() ? strangers(page.groups(), before.repairing()) : List.of();
        Findings found = Comparing.counted(before.groups(), behind.other() ? page.size() : 0, findings);
        Comparison now = before.withGroups(Phase.LISTING_GROUPS, behind.startIndex(), found);
        Comparison kept = keep(behind.over() ? believed(now) : now, findings);
        listing = behind; // only now: what fails asks for the same page again
        return kept;
    }

    private Comparison believed(Comparison listed) {
        long known = journal.comparisons().linkedGroups().await();
        Comparison now = listed.withGroups(Phase.COMPARING_GROUPS, 0, listed.groups());
        boolean believed = now.insisted() || known == 0 || now.groups().listed() > 0;
        return believed ? now : now.ended(clock.instant(), refusal("listed no group", known));
    }

    private static String refusal(String what, long known) {
        return "the provider " + what + ", and not so many of our " + known
                + " groups may be missing: no more of them are created"
                + " again. Find out what became of them; if they are really gone, adsync reconcile --provider --yes";
    }

    /** Those that are not ours, and those that should not be there. */
    private List<Finding> strangers(List<FoundGroup> page, boolean repairing) {
        Set<String> ours = journal.comparisons()
                .ownGroups(page.stream().map(FoundGroup::id).toList())
                .await();
        List<FoundGroup> others =
                page.stream().filter(group -> !ours.contains(group.id())).toList();
        List<ObjectGuid> keys = others.stream()
                .flatMap(group -> group.externalId().flatMap(OrphanSearch::guid).stream())
                .toList();
        Map<ObjectGuid, KnownGroup> known = journal.comparisons().groups(keys).await();
        List<Finding> findings = new ArrayList<>();
        List<FoundGroup> unknown = new ArrayList<>();
        for (FoundGroup group : others) {
            Optional<KnownGroup> owner =
                    group.externalId().flatMap(OrphanSearch::guid).map(known::get);
            if (owner.isEmpty()) {
                unknown.add(group);
            } else if (!owner.get().waiting()) {
                boolean second = owner.get().link().isPresent();
                findings.add(finding(second ? Finding.Kind.DUPLICATE : Finding.Kind.FOREIGN, group, owner));
            }
        }
        findings.addAll(search(unknown, repairing));
        return findings;
    }

    private List<Finding> search(List<FoundGroup> unknown, boolean repairing) {
        Map<String, String> externalIds = new HashMap<>();
        unknown.forEach(group -> group.externalId().ifPresent(key -> externalIds.put(group.id(), key)));
        Map<String, Orphan> found = orphans.groups(externalIds);
        List<Finding> findings = new ArrayList<>();
        for (FoundGroup group : unknown) {
            Orphan orphan = found.get(group.id());
            if (orphan == null) {
                findings.add(finding(Finding.Kind.FOREIGN, group, Optional.empty()));
            } else {
                boolean adopted = repairing
                        && journal.comparisons()
                                .adoptGroup(orphan, group.displayName(), origin())
                                .await();
                findings.add(Comparing.orphaned(orphan, group.displayName(), adopted, true));
            }
        }
        return findings;
    }

    private static Finding finding(Finding.Kind kind, FoundGroup group, Optional<KnownGroup> owner) {
        return new Finding(
                kind,
                group.id(),
                group.displayName(),
                owner.map(KnownGroup::objectGuid),
                owner.map(KnownGroup::dn).orElse(""),
                List.of(),
                false,
                true);
    }

    private Comparison compare(Comparison before) {
        Optional<KnownGroup> next =
                journal.comparisons().nextGroup(before.startIndex()).await();
        if (next.isEmpty()) {
            return keep(before.ended(clock.instant(), ""), List.of());
        }
        KnownGroup ours = next.get();
        // What we think it has is asked before the provider: what is shipped meanwhile is in neither, or told by the
        // journal.
        Map<String, ObjectGuid> sent =
                journal.comparisons().sentMembers(ours.objectGuid()).await();
        if (sent.size() > mostMembers) {
            return skip(before, ours, "it has more than " + mostMembers + " members");
        }
        String id = ours.link().orElseThrow().providerId();
        Optional<GroupMembers> there;
        try {
            there = provider.findGroups(id, groups -> groups.members(id)).await();
        } catch (UnansweredException e) {
            if (!e.answer().own()) {
                throw e;
            }
            return skip(before, ours, String.valueOf(e.getMessage()));
        }
        return there.isPresent()
                ? keep(before, ours, differing(before, ours, sent, there.get()))
                : missing(before, ours);
    }

    private Comparison skip(Comparison before, KnownGroup ours, String why) {
        LOGGER.atWarn()
                .addKeyValue(LogKeys.OBJECT_GUID, ours.objectGuid().toString())
                .addKeyValue(LogKeys.DETAIL, why)
                .log("a group cannot be compared with the provider, the others are");
        return keep(before, ours, List.of());
    }

    private Comparison keep(Comparison before, KnownGroup ours, List<Finding> findings) {
        Findings found = Comparing.counted(before.groups(), 0, findings);
        return keep(before.withGroups(Phase.COMPARING_GROUPS, ours.number(), found), findings);
    }

    private Comparison missing(Comparison before, KnownGroup ours) {
        long known = journal.comparisons().linkedGroups().await();
        long allowed = Math.max(Comparing.FEW, known / Comparing.A_TENTH);
        if (!before.insisted() && before.groups().missing() >= allowed) {
            return keep(
                    before.ended(clock.instant(), refusal("does not have more than " + allowed + " groups", known)),
                    List.of());
        }
        var gone = new GroupDifference(ours.objectGuid(), false, Optional.empty(), Map.of(), Set.of(), "");
        boolean repairing = before.repairing()
                && journal.comparisons().repairGroup(gone, false, origin()).await();
        return keep(before, ours, List.of(found(Finding.Kind.MISSING, ours, "", List.of(), repairing)));
    }

    private List<Finding> differing(
            Comparison before, KnownGroup ours, Map<String, ObjectGuid> sent, GroupMembers there) {
        var difference = GroupDifferences.between(ours, sent, there);
        if (!difference.any()) {
            if (!ours.repaired().isEmpty()) {
                journal.comparisons().noteGroup(ours.objectGuid(), "").await();
            }
            return List.of();
        }
        long allowed = Math.max(Comparing.FEW, sent.size() / Comparing.A_TENTH);
        boolean believed = before.insisted() || difference.missing().size() <= allowed;
        boolean again = difference.signature().equals(ours.repaired());
        boolean repairing = before.repairing() && believed && !again && repair(ours, difference);
        return List.of(found(
                again ? Finding.Kind.UNKEPT : Finding.Kind.DRIFTED,
                ours,
                there.group().displayName(),
                difference.paths(believed),
                repairing));
    }

    private boolean repair(KnownGroup ours, GroupDifferences difference) {
        boolean again = false;
        for (GroupDifference part : difference.parts(ours.objectGuid())) {
            if (!journal.comparisons().repairGroup(part, again, origin()).await()) {
                return again;
            }
            again = true;
        }
        return again;
    }

    private static Finding found(
            Finding.Kind kind, KnownGroup ours, String name, List<String> paths, boolean repairing) {
        return new Finding(
                kind,
                ours.link().orElseThrow().providerId(),
                name,
                Optional.of(ours.objectGuid()),
                ours.dn(),
                paths,
                repairing,
                true);
    }

    private Comparison keep(Comparison now, List<Finding> findings) {
        journal.comparisons().compared(now, Map.of(), Set.of(), origin()).await();
        state.moved(now, findings);
        return now;
    }

    private Origin origin() {
        return new Origin("", 0, clock.instant());
    }
}
