package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.change.Origin;
import adsync.change.Presence;
import adsync.journal.Comparison;
import adsync.journal.Comparison.Findings;
import adsync.journal.Comparison.Phase;
import adsync.journal.Journal;
import adsync.journal.KnownAccount;
import adsync.journal.Link;
import adsync.journal.Orphan;
import adsync.scim.FoundUser;
import adsync.scim.UserPage;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The steps of a comparison with the provider, each one request. Nothing is sent from here: what has to be repaired is put into the
 * outbox. An account that is not on the provider's list is asked for, and only its own 404 says that it is missing; a list that lacks
 * too many is not believed at all.
 */
final class Comparing {

    /** So many may be missing without a person having to say that this is right; or a tenth of all, if that is more. */
    static final int FEW = 25;

    static final int A_TENTH = 10;

    private final Journal journal;
    private final Provider provider;
    private final AccountComparison accounts;
    private final OrphanSearch orphans;
    private final GroupComparing groups;
    private final ComparisonState state;
    private final Clock clock;
    private Listing listing = Listing.from(1);
    private long number;

    Comparing(
            Journal journal,
            Provider provider,
            AccountComparison accounts,
            OrphanSearch orphans,
            ComparisonState state,
            Clock clock) {
        this.journal = journal;
        this.provider = provider;
        this.accounts = accounts;
        this.orphans = orphans;
        this.groups = new GroupComparing(journal, provider, orphans, state, clock);
        this.state = state;
        this.clock = clock;
    }

    /** What one step has found. */
    private static final class Step {
        private final Map<ObjectGuid, String> met = new HashMap<>();
        private final Set<ObjectGuid> repairs = new HashSet<>();
        private final List<Finding> findings = new ArrayList<>();
        private final List<Orphan> orphans = new ArrayList<>();
    }

    /** Makes the next step; returns how far it came. Fails like the questions it asks. */
    Comparison step(Comparison before) {
        return switch (before.phase()) {
            case LISTING -> list(before);
            case CONFIRMING -> confirm(before);
            case LISTING_GROUPS, COMPARING_GROUPS -> groups.step(before);
            case OVER -> before;
        };
    }

    private Comparison list(Comparison before) {
        if (number != before.number()) {
            number = before.number();
            listing = Listing.from(before.startIndex());
        }
        Instant asked = clock.instant();
        UserPage page = provider.page(listing.startIndex(), Listing.PAGE).await();
        state.lists(page.total());
        Listing behind = listing.behind(page);
        Step step = new Step();
        compare(behind.other() ? page.users() : List.of(), asked, before, step);
        Comparison now = before.with(
                behind.over() ? Phase.CONFIRMING : Phase.LISTING,
                behind.startIndex(),
                counted(before.findings(), behind.other() ? page.size() : 0, step));
        Comparison kept = keep(behind.over() ? believed(now, step) : now, step);
        listing = behind; // only now: what fails asks for the same page again
        return kept;
    }

    /** Refuses a list that lacks more accounts than a few. */
    private Comparison believed(Comparison now, Step step) {
        long known = journal.statistics().await().links();
        long allowed = Math.max(FEW, known / A_TENTH);
        if (now.insisted() || known == 0) {
            return now;
        }
        // What this page has met is not written yet.
        long unmet = journal.comparisons().unmet(now, Math.toIntExact(allowed) + 1 + step.met.size()).await().stream()
                .filter(account -> !step.met.containsKey(account.objectGuid()))
                .count();
        return now.findings().listed() == 0 || unmet > allowed
                ? now.ended(clock.instant(), refusal(now.findings().listed(), known, allowed))
                : now;
    }

    private static String refusal(long listed, long known, long allowed) {
        return "the provider listed " + listed + " accounts, and not more than " + allowed + " of our " + known
                + " may be missing from that: none of them is created again. Find out what became of them; if they are really"
                + " gone, adsync reconcile --provider --yes";
    }

    private void compare(List<FoundUser> users, Instant asked, Comparison before, Step step) {
        List<ObjectGuid> owners = users.stream()
                .flatMap(user -> user.externalId().flatMap(OrphanSearch::guid).stream())
                .toList();
        Map<ObjectGuid, KnownAccount> known =
                journal.comparisons().accounts(owners).await();
        List<FoundUser> unknown = new ArrayList<>();
        Map<FoundUser, KnownAccount> linked = new LinkedHashMap<>();
        for (FoundUser user : users) {
            KnownAccount account = user.externalId()
                    .flatMap(OrphanSearch::guid)
                    .map(known::get)
                    .orElse(null);
            if (account == null) {
                unknown.add(user);
            } else if (account.link().isPresent()) {
                linked.put(user, account);
            } else if (!account.waiting()) {
                step.findings.add(foreign(user));
            }
        }
        compare(linked, asked, before.repairing(), step);
        search(unknown, before, step);
    }

    /**
     * Whoever was gone before we came to know of it is ours all the same. Whoever is there, and only not selected, may be
     * another installation's: a person must say so.
     */
    private void search(List<FoundUser> unknown, Comparison before, Step step) {
        Map<String, String> externalIds = new HashMap<>();
        unknown.forEach(user -> user.externalId().ifPresent(key -> externalIds.put(user.id(), key)));
        Map<String, Orphan> found = orphans.accounts(externalIds);
        for (FoundUser user : unknown) {
            Orphan orphan = found.get(user.id());
            if (orphan == null) {
                step.findings.add(foreign(user));
                continue;
            }
            boolean withdrawn = before.repairing() && (orphan.presence() == Presence.DELETED || before.withdrawing());
            step.findings.add(orphaned(orphan, user.userName(), withdrawn, false));
            if (withdrawn) {
                step.orphans.add(orphan);
            }
        }
    }

    static Finding orphaned(Orphan orphan, String name, boolean repairing, boolean group) {
        return new Finding(
                Finding.Kind.ORPHANED,
                orphan.providerId(),
                name,
                Optional.of(orphan.objectGuid()),
                orphan.rdn() + "," + orphan.parent(),
                List.of(),
                repairing,
                group);
    }

    private void compare(Map<FoundUser, KnownAccount> linked, Instant asked, boolean repairing, Step step) {
        Map<FoundUser, KnownAccount> resting = new LinkedHashMap<>();
        List<AccountComparison.Known> compared = new ArrayList<>();
        linked.forEach((user, known) -> {
            Link link = known.link().orElseThrow();
            boolean moving = known.waiting()
                    || known.answeredAt().filter(at -> !at.isBefore(asked)).isPresent();
            if (!link.providerId().equals(user.id())) {
                if (!moving) {
                    step.findings.add(of(Finding.Kind.DUPLICATE, user, known, List.of(), false));
                }
            } else if (moving) {
                step.met.put(known.objectGuid(), known.repaired());
            } else {
                resting.put(user, known);
                compared.add(new AccountComparison.Known(known.objectGuid(), link, user));
            }
        });
        Map<ObjectGuid, List<String>> differing = accounts.differing(compared);
        resting.forEach((user, known) ->
                compare(user, known, differing.getOrDefault(known.objectGuid(), List.of()), repairing, step));
    }

    private void compare(FoundUser user, KnownAccount known, List<String> paths, boolean repairing, Step step) {
        ObjectGuid guid = known.objectGuid();
        Link link = known.link().orElseThrow();
        String difference = AccountComparison.signature(link, user, paths);
        boolean again = !paths.isEmpty() && difference.equals(known.repaired());
        boolean repair = !paths.isEmpty() && !again && repairing;
        // A difference that is only reported is repaired by the next comparison that may.
        step.met.put(guid, paths.isEmpty() ? "" : repair || again ? difference : known.repaired());
        if (repair) {
            step.repairs.add(guid);
        }
        if (!paths.isEmpty()) {
            step.findings.add(of(again ? Finding.Kind.UNKEPT : Finding.Kind.DRIFTED, user, known, paths, repair));
        }
    }

    private Comparison confirm(Comparison before) {
        Optional<KnownAccount> next =
                journal.comparisons().unmet(before, 1).await().stream().findFirst();
        Step step = new Step();
        if (next.isEmpty()) {
            boolean more = journal.comparisons().shipsGroups().await();
            return keep(
                    more ? before.with(Phase.LISTING_GROUPS, 1, before.findings()) : before.ended(clock.instant(), ""),
                    step);
        }
        KnownAccount known = next.get();
        Link link = known.link().orElseThrow();
        Instant asked = clock.instant();
        Optional<FoundUser> account = provider.read(link.providerId()).await();
        if (account.isPresent()) {
            compare(Map.of(account.get(), known), asked, before.repairing(), step);
        } else {
            step.met.put(known.objectGuid(), known.repaired());
            if (before.repairing()) {
                step.repairs.add(known.objectGuid());
            }
            step.findings.add(new Finding(
                    Finding.Kind.MISSING,
                    link.providerId(),
                    "",
                    Optional.of(known.objectGuid()),
                    known.dn(),
                    List.of(),
                    before.repairing(),
                    false));
        }
        return keep(before.with(Phase.CONFIRMING, before.startIndex(), counted(before.findings(), 0, step)), step);
    }

    private Comparison keep(Comparison now, Step step) {
        Origin origin = new Origin("", 0, clock.instant());
        if (!step.orphans.isEmpty()) { // before the step is behind us
            journal.comparisons().adopt(step.orphans, origin).await();
        }
        journal.comparisons().compared(now, step.met, step.repairs, origin).await();
        state.moved(now, step.findings);
        return now;
    }

    private static Findings counted(Findings before, int listed, Step step) {
        return counted(before, listed, step.findings);
    }

    static Findings counted(Findings before, int listed, List<Finding> findings) {
        Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);
        findings.forEach(finding -> counts.merge(finding.kind(), 1L, Long::sum));
        return new Findings(
                before.listed() + listed,
                before.missing() + counts.getOrDefault(Finding.Kind.MISSING, 0L),
                before.drifted() + counts.getOrDefault(Finding.Kind.DRIFTED, 0L),
                before.unkept() + counts.getOrDefault(Finding.Kind.UNKEPT, 0L),
                before.foreign() + counts.getOrDefault(Finding.Kind.FOREIGN, 0L),
                before.duplicate() + counts.getOrDefault(Finding.Kind.DUPLICATE, 0L),
                before.orphaned() + counts.getOrDefault(Finding.Kind.ORPHANED, 0L));
    }

    private static Finding foreign(FoundUser user) {
        return new Finding(
                Finding.Kind.FOREIGN, user.id(), user.userName(), Optional.empty(), "", List.of(), false, false);
    }

    private static Finding of(
            Finding.Kind kind, FoundUser user, KnownAccount known, List<String> paths, boolean repairing) {
        return new Finding(
                kind, user.id(), user.userName(), Optional.of(known.objectGuid()), known.dn(), paths, repairing, false);
    }
}
