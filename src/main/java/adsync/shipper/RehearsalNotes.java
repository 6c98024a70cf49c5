package adsync.shipper;

import adsync.change.ObjectGuid;
import adsync.change.Shadow;
import adsync.journal.GroupSettlement;
import adsync.journal.HeldObject;
import adsync.journal.Hold;
import adsync.journal.Journal;
import adsync.journal.Link;
import adsync.journal.OutboxRow;
import adsync.journal.Settlement;
import adsync.journal.UnshippedObject;
import adsync.scim.FoundUser;
import adsync.shipper.RehearsedAccount.Kind;
import adsync.shipper.RehearsedGroup.Members;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a rehearsal came to. In memory are the names of those to whom something happens; what happens is worked out at the end. */
final class RehearsalNotes {

    private static final int BATCH = 500;
    private static final int MOST_LISTED = 10_000;

    private final Journal journal;
    private final RehearsedProvider provider;
    private final GroupNotes groups;

    /** Whose each account is. */
    private final Map<String, Owner> owners = new HashMap<>();

    /** Accounts that were there and are taken over. */
    private final Set<String> linked = new HashSet<>();

    /** Those of whom nothing is shipped. */
    private final Map<ObjectGuid, RehearsedAccount> left = new LinkedHashMap<>();

    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> held = new EnumMap<>(Kind.class);

    /** Users in scope whose accounts are changed. */
    private final Set<ObjectGuid> changing = new HashSet<>();

    /**
     * A user.
     *
     * @param dn when it was last looked at
     * @param present whether it was in scope then
     */
    private record Owner(ObjectGuid objectGuid, String dn, boolean present) {

        static Owner of(OutboxRow row) {
            Shadow shadow = row.shadow();
            return new Owner(row.objectGuid(), shadow.image().dn(), shadow.present());
        }
    }

    RehearsalNotes(Journal journal, RehearsedProvider provider) {
        this.journal = journal;
        this.provider = provider;
        this.groups = new GroupNotes(journal, provider);
    }

    /** Takes down how a parcel ended. The same object may come again. */
    void note(Parcel parcel) {
        ObjectGuid objectGuid = parcel.row().objectGuid();
        left.remove(objectGuid);
        parcel.row().link().ifPresent(link -> owners.put(link.providerId(), Owner.of(parcel.row())));
        switch (Objects.requireNonNull(parcel.settlement())) {
            case Settlement.Acknowledged done -> done.link().ifPresent(link -> acknowledged(parcel.row(), link));
            case Settlement.Parked parked -> left.put(objectGuid, parked(parcel.row(), parked.cause()));
            case Settlement.Held waiting ->
                left.put(objectGuid, held(parcel, waiting.answer().detail()));
            case Settlement.Postponed again -> {}
        }
    }

    /** Takes down how the delivery of a group ended. */
    void note(GroupSettlement settlement) {
        groups.note(settlement);
    }

    private void acknowledged(OutboxRow row, Link link) {
        String id = link.providerId();
        owners.put(id, Owner.of(row));
        boolean other = row.link().filter(old -> old.providerId().equals(id)).isEmpty();
        if (other && !id.startsWith(RehearsedProvider.NEW)) {
            linked.add(id);
        }
    }

    private static RehearsedAccount parked(OutboxRow row, String cause) {
        return new RehearsedAccount(
                row.objectGuid(),
                row.shadow().image().dn(),
                "",
                row.link().map(Link::providerId),
                Set.of(Kind.PARK),
                false,
                new TreeMap<>(),
                cause);
    }

    private RehearsedAccount held(Parcel parcel, String cause) {
        Optional<String> id = parcel.link().map(Link::providerId);
        Optional<FoundUser> account = id.flatMap(provider::after);
        var operation = Objects.requireNonNull(parcel.operation());
        var difference = AccountDifference.between(account, RehearsedProvider.done(operation, account));
        return new RehearsedAccount(
                parcel.row().objectGuid(),
                parcel.row().shadow().image().dn(),
                account.map(FoundUser::userName).orElse(""),
                id,
                difference.kinds(),
                true,
                difference.values(),
                cause);
    }

    /**
     * Tells all of it.
     *
     * @param accounts how many the provider has
     * @param approval whether the first load has to be approved
     */
    RehearsalSummary tell(Consumer<Rehearsed> told, long accounts, boolean approval) {
        Set<String> ids = new LinkedHashSet<>(provider.changed());
        ids.addAll(linked);
        ids.forEach(id -> tellAccount(id, told));
        Set<ObjectGuid> waiting = new HashSet<>(left.keySet());
        left.values().forEach(one -> {
            count(one);
            told.accept(one);
        });
        waiting.addAll(groups.tell(told));
        long heldBefore = tellHeldBefore(waiting, told);
        long parkedBefore = tellParkedBefore(waiting, told);
        GroupCounts shipped = groups.counts(waiting);
        waiting.removeAll(changing);
        long unchanged = journal.statistics().await().objects() - changing.size();
        for (List<ObjectGuid> batch : batches(List.copyOf(waiting))) {
            unchanged -= present(batch);
        }
        return new RehearsalSummary(counts, held, shipped, heldBefore, parkedBefore, unchanged, accounts, approval);
    }

    private void tellAccount(String id, Consumer<Rehearsed> told) {
        Owner owner = Objects.requireNonNull(owners.get(id), id);
        RehearsedAccount one = account(id, owner);
        if (!one.kinds().isEmpty()) {
            if (owner.present()) {
                changing.add(owner.objectGuid());
            }
            count(one);
            told.accept(one);
        }
    }

    private RehearsedAccount account(String id, Owner owner) {
        Optional<FoundUser> before = provider.before(id);
        Optional<FoundUser> after = provider.after(id);
        var difference = AccountDifference.between(before, after);
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        kinds.addAll(difference.kinds());
        if (linked.contains(id) && after.isPresent()) {
            kinds.add(Kind.LINK);
        }
        return new RehearsedAccount(
                owner.objectGuid(),
                owner.dn(),
                after.or(() -> before).map(FoundUser::userName).orElse(""),
                before.map(FoundUser::id),
                kinds,
                false,
                difference.values(),
                "");
    }

    private void count(RehearsedAccount one) {
        one.kinds().forEach(kind -> (one.held() ? held : counts).merge(kind, 1L, Long::sum));
    }

    private long tellHeldBefore(Set<ObjectGuid> waiting, Consumer<Rehearsed> told) {
        long before = 0;
        List<Hold> open = journal.holds().await().stream()
                .filter(hold -> hold.state() == Hold.State.OPEN)
                .toList();
        for (Hold hold : open) {
            String cause = "held already: waits for approval of hold " + hold.id() + " ("
                    + hold.kind().word() + ")";
            List<HeldObject> objects = journal.held(hold.id(), 0, MOST_LISTED).await();
            Set<ObjectGuid> users = users(objects.stream().map(HeldObject::objectGuid));
            for (HeldObject object : objects) {
                if (waiting.add(object.objectGuid())) {
                    told.accept(before(object.objectGuid(), object.dn(), users, true, cause));
                    before++;
                }
            }
        }
        return before;
    }

    private long tellParkedBefore(Set<ObjectGuid> waiting, Consumer<Rehearsed> told) {
        long before = 0;
        List<UnshippedObject> objects = journal.parked(MOST_LISTED).await();
        Set<ObjectGuid> users = users(objects.stream().map(UnshippedObject::objectGuid));
        for (UnshippedObject object : objects) {
            if (waiting.add(object.objectGuid())) {
                told.accept(
                        before(object.objectGuid(), object.dn(), users, false, "parked already: " + object.cause()));
                before++;
            }
        }
        return before;
    }

    /** What waits since before: an account, or a group. */
    private static Rehearsed before(
            ObjectGuid objectGuid, String dn, Set<ObjectGuid> users, boolean held, String cause) {
        return users.contains(objectGuid)
                ? new RehearsedAccount(
                        objectGuid,
                        dn,
                        "",
                        Optional.empty(),
                        held ? Set.of() : Set.of(Kind.PARK),
                        held,
                        new TreeMap<>(),
                        cause)
                : new RehearsedGroup(
                        objectGuid,
                        dn,
                        "",
                        Optional.empty(),
                        Optional.empty(),
                        held ? Set.of() : Set.of(RehearsedGroup.Kind.PARK),
                        held,
                        Members.NONE,
                        Members.NONE,
                        cause);
    }

    private Set<ObjectGuid> users(Stream<ObjectGuid> among) {
        Set<ObjectGuid> users = new HashSet<>();
        for (List<ObjectGuid> batch : batches(among.toList())) {
            users.addAll(journal.shadows(batch).await().keySet());
        }
        return users;
    }

    /** Only users in scope can be unchanged; those who are gone do not count among them. */
    private long present(Collection<ObjectGuid> some) {
        return journal.shadows(some).await().values().stream()
                .filter(Shadow::present)
                .count();
    }

    private static <T> List<List<T>> batches(List<T> all) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
        return batches;
    }
}
